using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Bot.Hosting;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Hosting;

public sealed class DataProtectionCipherFacts
{
    private const string Text = "Your code is 54321";

    [Fact]
    public void A_text_comes_back_and_is_written_differently_each_time()
    {
        using var host = new Host(new Keys());
        var (first, second) = (host.Texts.Encrypt(Text), host.Texts.Encrypt(Text));
        Assert.NotEqual(first, second);
        Assert.DoesNotContain("54321", first, StringComparison.Ordinal);
        Assert.Equal([Text, Text], [host.Texts.Decrypt(first), host.Texts.Decrypt(second)]);
    }

    [Fact]
    public void Keys_that_were_away_when_they_were_asked_for_first_are_read_once_they_are_back()
    {
        var keys = new Keys { Away = true };
        using var host = new Host(keys);
        Assert.Throws<KeysAwayException>(() => host.Texts.Encrypt(Text));
        Assert.True(Record.Exception(() => host.Texts.Encrypt(Text))!.IsDatabaseAway());

        keys.Away = false;
        host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Text, host.Texts.Decrypt(host.Texts.Encrypt(Text)));
        Assert.Single(keys.Elements);
    }

    [Fact]
    public void Keys_that_are_away_do_not_make_a_text_look_deleted()
    {
        var keys = new Keys();
        using var before = new Host(keys);
        var content = before.Texts.Encrypt(Text);
        using var host = new Host(keys);
        keys.Away = true;

        Assert.Throws<KeysAwayException>(() => host.Texts.Decrypt(content));
        keys.Away = false;
        host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Text, host.Texts.Decrypt(content));
        Assert.Empty(host.Errors);
    }

    [Fact]
    public void What_is_held_already_goes_on_while_the_keys_are_away()
    {
        var keys = new Keys();
        using var host = new Host(keys);
        var content = host.Texts.Encrypt(Text);
        keys.Away = true;

        Assert.Equal(Text, host.Texts.Decrypt(content));
        Assert.Equal(Text, host.Texts.Decrypt(host.Texts.Encrypt(Text)));
    }

    [Fact]
    public void A_text_of_another_process_is_read_also_where_that_one_made_its_key_later()
    {
        var keys = new Keys();
        using var host = new Host(keys);
        host.Texts.Encrypt("");
        var shared = new Keys();
        using var other = new Host(shared);
        var content = other.Texts.Encrypt(Text);

        keys.Elements.AddRange(shared.Elements);

        Assert.Equal(Text, host.Texts.Decrypt(content));
        Assert.Empty(host.Errors);
    }

    [Fact]
    public void A_key_that_is_lost_is_named_in_the_log_once_and_found_again_when_it_is_put_back()
    {
        var lost = new Keys();
        using var before = new Host(lost);
        var content = before.Texts.Encrypt(Text);
        var keys = new Keys();
        using var host = new Host(keys);

        Assert.Null(host.Texts.Decrypt(content));
        Assert.Null(host.Texts.Decrypt(content));
        Assert.Contains(lost.Elements.Single().Attribute("id")!.Value, Assert.Single(host.Errors), StringComparison.Ordinal);

        keys.Elements.AddRange(lost.Elements);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Text, host.Texts.Decrypt(content));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-3)]
    public void A_text_that_was_changed_is_not_read_as_another_one(int at)
    {
        using var host = new Host(new Keys());
        var content = host.Texts.Encrypt(Text).ToCharArray();
        var place = at < 0 ? content.Length + at : at;
        content[place] = content[place] == 'A' ? 'B' : 'A';

        Assert.Null(host.Texts.Decrypt(new string(content)));
        Assert.Null(host.Texts.Decrypt("no base64!"));
        Assert.Null(host.Texts.Decrypt(""));
        Assert.NotEmpty(host.Errors);
    }

    private sealed class Host : IDisposable
    {
        private readonly LogBook logs = new();
        private readonly ServiceProvider services;

        public Host(Keys keys)
        {
            var collection = new ServiceCollection();
            collection.AddLogging(logging => logging.AddProvider(logs));
            collection.AddSingleton<TimeProvider>(Time);
            collection.AddProtection(DatabaseProvider.Sqlite, "Data Source=nowhere.db");
            collection.AddSingleton<Func<IXmlRepository>>(() => keys);
            services = collection.BuildServiceProvider();
        }

        public FakeTimeProvider Time { get; } = new();

        public ITextCipher Texts => services.GetRequiredService<ITextCipher>();

        public IEnumerable<string> Errors =>
            logs.Lines.Where(line =>
                line.StartsWith("Error Text", StringComparison.Ordinal) || line.StartsWith("Error A stored", StringComparison.Ordinal)
            );

        public void Dispose() => services.Dispose();
    }

    private sealed class Keys : IXmlRepository
    {
        public List<XElement> Elements { get; } = [];

        public bool Away { get; set; }

        public IReadOnlyCollection<XElement> GetAllElements() => Away ? throw new IOException("away") : [.. Elements];

        public void StoreElement(XElement element, string friendlyName)
        {
            if (Away)
                throw new IOException("away");
            Elements.Add(element);
        }
    }
}
