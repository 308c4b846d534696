using Mono.Cecil;
using Mono.Cecil.Cil;

namespace XthonBot.Architecture.Tests.Reading;

/// <summary>Questions to compiled code.</summary>
internal static class Il
{
    /// <summary>Every type that a person wrote, with those inside of others.</summary>
    public static IEnumerable<TypeDefinition> WrittenTypes(this ModuleDefinition module) =>
        module.GetTypes().Where(type => type.FullName != "<Module>" && !type.IsGenerated());

    /// <summary>Made by the compiler or a source generator, as are the types around it and in it.</summary>
    public static bool IsGenerated(this TypeDefinition type) =>
        type.Name.Contains('<', StringComparison.Ordinal)
        || type.CustomAttributes.Any(a => a.AttributeType.Name is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute" or "EmbeddedAttribute")
        || (type.DeclaringType?.IsGenerated() ?? false);

    /// <summary>The namespace of a type, also of one inside of another or of a closure.</summary>
    public static string Room(this TypeReference type) => type.DeclaringType is { } outer ? outer.Room() : type.Namespace;

    /// <summary>The type in whose file the code stands.</summary>
    public static TypeDefinition Outermost(this TypeDefinition type) => type.DeclaringType is { } outer ? outer.Outermost() : type;

    public static bool IsIn(this TypeReference type, string room) =>
        type.Room() == room || type.Room().StartsWith(room + ".", StringComparison.Ordinal);

    /// <summary>Every method with a body: also those of closures, state machines and generated code, where calls hide.</summary>
    public static IEnumerable<MethodDefinition> Bodies(this ModuleDefinition module) =>
        module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    /// <summary>What a method calls, constructs, or takes the address of; expression trees name their members the same way.</summary>
    public static IEnumerable<MethodReference> Calls(this MethodDefinition method) =>
        method.Body.Instructions.Select(i => i.Operand).OfType<MethodReference>();

    public static IEnumerable<string> Literals(this MethodDefinition method) =>
        method.Body.Instructions.Where(i => i.OpCode == OpCodes.Ldstr).Select(i => (string)i.Operand);

    /// <summary>The type arguments of a call, those of its type among them.</summary>
    public static IEnumerable<TypeReference> TypeArguments(this MethodReference call) =>
        (call is GenericInstanceMethod method ? method.GenericArguments : [])
        .Concat(call.DeclaringType is GenericInstanceType type ? type.GenericArguments : []);

    /// <summary>Where something stands, for the one who reads the failure.</summary>
    public static string Place(this MethodDefinition method) => $"{method.DeclaringType.Outermost().FullName} ({method.Name})";

    /// <summary>Every type that a type's signature, attributes or code names.</summary>
    public static IEnumerable<TypeReference> Names(this TypeDefinition type)
    {
        var found = new List<TypeReference?> { type.BaseType };
        found.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        found.AddRange(type.CustomAttributes.Select(a => a.AttributeType));
        found.AddRange(type.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType));
        found.AddRange(type.Fields.Select(f => f.FieldType));
        foreach (var method in type.Methods)
        {
            found.AddRange(Signature(method));
            found.AddRange(method.CustomAttributes.Select(a => a.AttributeType));
            if (!method.HasBody)
                continue;
            found.AddRange(method.Body.Variables.Select(v => v.VariableType));
            found.AddRange(method.Body.ExceptionHandlers.Select(h => h.CatchType));
            foreach (var operand in method.Body.Instructions.Select(i => i.Operand))
            {
                found.AddRange(operand switch
                {
                    TypeReference named => [named],
                    FieldReference field => [field.DeclaringType, field.FieldType],
                    MethodReference call => [call.DeclaringType, .. Signature(call), .. call.TypeArguments()],
                    _ => (IEnumerable<TypeReference>)[],
                });
            }
        }

        return found.OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference> Signature(MethodReference method) =>
        method.Parameters.Select(p => p.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        GenericParameter => [],
        _ => [type],
    };
}
