using System.Text;
using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>
/// Tables, columns, keys and indexes in snake case: the raw statements read the same on every database. A column that was named keeps
/// its name.
/// </summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            var table = Of(entity.GetTableName()!);
            entity.SetTableName(table);
            foreach (var property in entity.GetProperties().Where(p => p.GetColumnName() == p.GetDefaultColumnName()))
                property.SetColumnName(Of(property.Name));
            foreach (var key in entity.GetKeys())
                key.SetName("pk_" + table);
            foreach (var foreign in entity.GetForeignKeys())
                foreign.SetConstraintName($"fk_{table}_{string.Join('_', foreign.Properties.Select(p => Of(p.Name)))}");
            foreach (var index in entity.GetIndexes().Where(i => i.GetDatabaseName() == i.GetDefaultDatabaseName()))
                index.SetDatabaseName(
                    $"{(index.IsUnique ? "ux" : "ix")}_{table}_{string.Join('_', index.Properties.Select(p => Of(p.Name)))}"
                );
        }
    }

    private static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
