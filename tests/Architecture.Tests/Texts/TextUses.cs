using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Texts;

/// <summary>One place in the code that asks for a text.</summary>
/// <param name="Keys">The keys it may ask for.</param>
/// <param name="Prefix">What its key begins with, where the rest is known only at run time.</param>
/// <param name="Values">The names that it gives values for.</param>
/// <param name="IsButton">Whether it is the label of a button.</param>
internal sealed record TextUse(
    string Place,
    IReadOnlyList<string> Keys,
    string? Prefix,
    IReadOnlyList<string> Values,
    bool IsHtml,
    bool IsButton
);

/// <summary>Finds in the sources who asks for which text: the calls of <c>Label(…)</c> and <c>Html(…)</c>.</summary>
internal static class TextUses
{
    public static IEnumerable<TextUse> In(SourceFile file)
    {
        var root = CSharpSyntaxTree.ParseText(file.Text).GetRoot();
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (
                call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.Text: "Label" or "Html" } member
                || call.ArgumentList.Arguments is not { Count: > 0 } arguments
            )
                continue;
            var (keys, prefix) = KeysOf(arguments[0].Expression);
            yield return new TextUse(
                $"{file.Path}:{call.GetLocation().GetLineSpan().StartLinePosition.Line + 1}",
                keys,
                prefix,
                [
                    .. arguments
                        .Skip(1)
                        .Select(a => a.Expression)
                        .OfType<TupleExpressionSyntax>()
                        .Select(t => t.Arguments[0].Expression)
                        .OfType<LiteralExpressionSyntax>()
                        .Select(l => l.Token.ValueText),
                ],
                member.Name.Identifier.Text == "Html",
                call.Parent?.Parent?.Parent is ObjectCreationExpressionSyntax made
                    && call.Parent == made.ArgumentList?.Arguments[0]
                    && made.Type.ToString() is "Button.Tap" or "Button.Copy" or "Button.Link" or "KeyboardButton"
            );
        }
    }

    /// <summary>Every piece of text in the code: also keys that reach a call by way of a variable.</summary>
    public static IEnumerable<string> LiteralsIn(SourceFile file) => Literals(CSharpSyntaxTree.ParseText(file.Text).GetRoot());

    /// <summary>The pieces of text, in their order, that are handed to what makes <paramref name="callee"/> or calls it.</summary>
    public static IEnumerable<IReadOnlyList<string>> TextsGivenTo(SourceFile file, string callee)
    {
        foreach (var node in CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantNodes())
        {
            var (name, arguments) = node switch
            {
                ObjectCreationExpressionSyntax made => (made.Type.ToString(), made.ArgumentList?.Arguments),
                InvocationExpressionSyntax call => (call.Expression.ToString(), call.ArgumentList.Arguments),
                _ => ("", null),
            };
            if ((name == callee || name.EndsWith("." + callee, StringComparison.Ordinal)) && arguments is { } given)
                yield return [.. given.SelectMany(argument => Results(argument.Expression))];
        }
    }

    private static (IReadOnlyList<string> Keys, string? Prefix) KeysOf(ExpressionSyntax key) =>
        key switch
        {
            BinaryExpressionSyntax { Left: LiteralExpressionSyntax prefix } sum when sum.IsKind(SyntaxKind.AddExpression) => (
                [],
                prefix.Token.ValueText
            ),
            // A variable: what it may have been given, in the same member.
            IdentifierNameSyntax variable => ([.. GivenTo(variable)], null),
            MemberAccessExpressionSyntax => ([], null),
            _ => ([.. Results(key)], null),
        };

    private static IEnumerable<string> GivenTo(IdentifierNameSyntax variable)
    {
        var member = variable.Ancestors().OfType<MemberDeclarationSyntax>().First();
        return member
            .DescendantNodes()
            .OfType<VariableDeclaratorSyntax>()
            .Where(declared => declared.Identifier.Text == variable.Identifier.Text && declared.Initializer is not null)
            .SelectMany(declared => Results(declared.Initializer!.Value));
    }

    // What an expression may come to: not the conditions in it.
    private static IEnumerable<string> Results(ExpressionSyntax expression) =>
        expression switch
        {
            LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => [literal.Token.ValueText],
            ParenthesizedExpressionSyntax inner => Results(inner.Expression),
            ConditionalExpressionSyntax choice => Results(choice.WhenTrue).Concat(Results(choice.WhenFalse)),
            SwitchExpressionSyntax choices => choices.Arms.SelectMany(arm => Results(arm.Expression)),
            _ => [],
        };

    private static IEnumerable<string> Literals(SyntaxNode node) =>
        node.DescendantNodes()
            .OfType<LiteralExpressionSyntax>()
            .Where(l => l.IsKind(SyntaxKind.StringLiteralExpression))
            .Select(l => l.Token.ValueText);
}
