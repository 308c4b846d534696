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
        || type.CustomAttributes.Any(a =>
            a.AttributeType.Name is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute" or "EmbeddedAttribute"
        )
        || (type.DeclaringType?.IsGenerated() ?? false);

    /// <summary>The namespace of a type, also of one inside of another or of a closure.</summary>
    public static string Room(this TypeReference type) => type.DeclaringType is { } outer ? outer.Room() : type.Namespace;

    /// <summary>The type in whose file the code stands.</summary>
    public static TypeDefinition Outermost(this TypeDefinition type) => type.DeclaringType is { } outer ? outer.Outermost() : type;

    public static TypeReference Outermost(this TypeReference type) => type.DeclaringType is { } outer ? outer.Outermost() : type;

    /// <summary>A type's name without the count of its type parameters, as its file is named.</summary>
    public static string FileName(this TypeReference type) => type.Name.Split('`')[0];

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
        (call is GenericInstanceMethod method ? method.GenericArguments : []).Concat(
            call.DeclaringType is GenericInstanceType type ? type.GenericArguments : []
        );

    /// <summary>Where something stands, for the one who reads the failure.</summary>
    public static string Place(this MethodDefinition method) => $"{method.DeclaringType.Outermost().FullName} ({method.Name})";

    /// <summary>Every type that a type's signature, attributes or code names.</summary>
    public static IEnumerable<TypeReference> Names(this TypeDefinition type)
    {
        var found = new List<TypeReference?> { type.BaseType };
        found.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        found.AddRange(type.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType));
        found.AddRange(type.Fields.Select(f => f.FieldType));
        found.AddRange(AttributeNames([type, .. type.GenericParameters, .. type.Fields, .. type.Properties, .. type.Events]));
        foreach (var method in type.Methods)
        {
            found.AddRange(Signature(method));
            found.AddRange(method.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType));
            found.AddRange(AttributeNames([method, method.MethodReturnType, .. method.Parameters, .. method.GenericParameters]));
            if (!method.HasBody)
                continue;
            found.AddRange(method.Body.Variables.Select(v => v.VariableType));
            found.AddRange(method.Body.ExceptionHandlers.Select(h => h.CatchType));
            foreach (var operand in method.Body.Instructions.Select(i => i.Operand))
            {
                found.AddRange(
                    operand switch
                    {
                        TypeReference named => [named],
                        FieldReference field => [field.DeclaringType, field.FieldType],
                        MethodReference call => [call.DeclaringType, .. Signature(call), .. call.TypeArguments()],
                        _ => (IEnumerable<TypeReference>)[],
                    }
                );
            }
        }

        return found.OfType<TypeReference>().SelectMany(Parts);
    }

    /// <summary>The types that a type is put together from: a list of orders is made of both.</summary>
    public static IEnumerable<TypeReference> Parts(this TypeReference type) =>
        type switch
        {
            GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
            TypeSpecification wrapped => Parts(wrapped.ElementType),
            GenericParameter => [],
            _ => [type],
        };

    private static IEnumerable<TypeReference> AttributeNames(IEnumerable<ICustomAttributeProvider> bearers)
    {
        foreach (var attribute in bearers.SelectMany(bearer => bearer.CustomAttributes))
        {
            // Its type arguments as well: [Maker<Order>].
            yield return attribute.AttributeType;
            foreach (
                var type in attribute
                    .ConstructorArguments.Concat(attribute.Properties.Concat(attribute.Fields).Select(p => p.Argument))
                    .SelectMany(Types)
            )
                yield return type;
        }
    }

    // A typeof, or several in an array; the value of an enum has that enum's type.
    private static IEnumerable<TypeReference> Types(CustomAttributeArgument argument) =>
        argument.Value switch
        {
            TypeReference type => [argument.Type, type],
            CustomAttributeArgument inner => Types(inner),
            CustomAttributeArgument[] several => several.SelectMany(Types),
            _ => [argument.Type],
        };

    private static IEnumerable<TypeReference> Signature(MethodReference method) =>
        method.Parameters.Select(p => p.ParameterType).Append(method.ReturnType);
}
