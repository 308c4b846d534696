using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Suppliers;

namespace XthonBot.Api.Tests.Suppliers;

/// <summary>What an answer to a purchase is: a number, a refusal, or lost.</summary>
public sealed class PurchaseAnswerFacts
{
    [Theory]
    [InlineData(200, "ACCESS_NUMBER:118:15557780018")]
    [InlineData(200, "ACCESS_NUMBER:118:15557780018:187")]
    [InlineData(200, "ACCESS_NUMBER:118:+1 555 778 0018:tele2:2026-11-22 10:00:00")]
    [InlineData(201, "ACCESS_NUMBER:118:15557780018")]
    [InlineData(500, "ACCESS_NUMBER:118:15557780018")]
    [InlineData(200, "access_number|118|15557780018")]
    [InlineData(200, "\uFEFFACCESS_NUMBER:118:15557780018\r\n")]
    [InlineData(200, "\"ACCESS_NUMBER:118:15557780018\"")]
    [InlineData(200, "<br />\n<b>Notice</b>: Undefined index in <b>/a.php</b><br />\nACCESS_NUMBER:118:15557780018")]
    [InlineData(200, """{"status":"success","response":"ACCESS_NUMBER:118:15557780018"}""")]
    [InlineData(200, """{"activationId":"118","phoneNumber":"15557780018","activationCost":"0.5","currency":840}""")]
    [InlineData(200, """{"activationId":118,"phoneNumber":15557780018}""")]
    [InlineData(200, """{"activationId":118.0,"phoneNumber":1.5557780018e10}""")]
    [InlineData(201, """{"status":"success","data":{"activation_id":"118","phone_number":"+15557780018"}}""")]
    [InlineData(200, """[{"id":118,"phone":"5557780018","operator":"any"}]""")]
    [InlineData(200, """{"tzid":118,"number":"+15557780018"}""")]
    public void A_number_is_read_in_any_dress(int status, string body)
    {
        var number = Assert.IsType<BuyAnswer.Number>(Purchases.Read(new Reply(status, body)));
        Assert.Equal(("118", "+15557780018"), (number.ExternalId, number.Phone?.E164));
    }

    // Then it is known which to give back.
    [Theory]
    [InlineData("ACCESS_NUMBER:118:soon", null)]
    [InlineData("ACCESS_NUMBER:118:", null)]
    [InlineData("ACCESS_NUMBER:118:1555778", "+1555778")]
    [InlineData("ACCESS_NUMBER:118:447700900123", "+447700900123")]
    [InlineData("""{"activationId":118,"phoneNumber":"soon"}""", null)]
    public void What_is_no_number_to_sell_keeps_its_id(string body, string? phone)
    {
        var number = Assert.IsType<BuyAnswer.Number>(Purchases.Read(new Reply(200, body)));
        Assert.Equal(("118", phone), (number.ExternalId, number.Phone?.E164));
    }

    [Theory]
    [InlineData(200, "NO_NUMBERS")]
    [InlineData(200, "no_numbers")]
    [InlineData(200, "NO_NUMBERS|try again later")]
    [InlineData(200, "NO_NUMBERS:0")]
    [InlineData(200, "No numbers, sorry!")]
    [InlineData(200, "\"NO_NUMBERS\"")]
    [InlineData(400, "NO_NUMBERS")]
    [InlineData(503, "NO_NUMBERS")]
    [InlineData(200, "NO_MONEY")]
    [InlineData(200, "MAX_PRICE_EXCEEDED")]
    [InlineData(200, "TOO_MANY_ACTIVE_RENTALS")]
    [InlineData(200, "WRONG_MAX_PRICE:1.20")]
    [InlineData(200, "BANNED:'2026-11-22 10-00-00'")]
    [InlineData(402, """{"title":"NO_BALANCE","details":"Top up","info":null}""")]
    [InlineData(403, """{"title":"BANNED","status":403}""")]
    [InlineData(200, """{"status":"error","error":"NO_NUMBERS"}""")]
    [InlineData(200, """{"status":"error","message":"No free numbers"}""")]
    [InlineData(422, """{"errors":[{"code":"OUT_OF_STOCK"}]}""")]
    [InlineData(400, """{"error":{"code":"BAD_SERVICE","message":"?"}}""")]
    [InlineData(200, "SERVICE_DISABLED")]
    [InlineData(429, "Too many requests")]
    [InlineData(429, "")]
    [InlineData(429, "<html>Slow down</html>")]
    [InlineData(429, """{"title":"SLOW_DOWN"}""")]
    public void A_refusal_in_known_words_leaves_no_doubt(int status, string body) =>
        Assert.Equal(Doubt.None, Assert.IsType<BuyAnswer.None>(Purchases.Read(new Reply(status, body))).Doubt);

    [Theory]
    [InlineData(200, "RENTAL_WINDOW_SHUT")]
    [InlineData(200, "rental_window_shut")]
    [InlineData(200, "This service is closed for you")]
    [InlineData(200, """{"msg":"come back tomorrow"}""")]
    [InlineData(200, """{"success":false}""")]
    [InlineData(403, "<html>Forbidden</html>")]
    [InlineData(400, """{"title":"VALIDATION","status":400}""")]
    [InlineData(404, "Not Found")]
    public void Other_words_are_a_refusal_unless_a_purchase_shows(int status, string body) =>
        Assert.Equal(Doubt.Some, Assert.IsType<BuyAnswer.None>(Purchases.Read(new Reply(status, body))).Doubt);

    [Theory]
    [InlineData("ERROR_SQL")]
    [InlineData("SQL_ERROR")]
    [InlineData("error")]
    [InlineData("Internal error, try again later")]
    [InlineData("""{"status":"error"}""")]
    public void A_fault_of_theirs_is_a_refusal_only_if_nothing_is_seen_to_be_bought(string body) =>
        Assert.Equal(Doubt.Much, Assert.IsType<BuyAnswer.None>(Purchases.Read(new Reply(200, body))).Doubt);

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "<html><body>502 Bad Gateway</body></html>")]
    [InlineData(200, "null")]
    [InlineData(200, "0")]
    [InlineData(200, "true")]
    [InlineData(200, "ACCESS_NUM")]
    [InlineData(200, "ACCESS_NUMBER")]
    [InlineData(400, "ACCESS_NUMBER")]
    [InlineData(400, """{"title":"\u0022ACCESS_NUMBER","status":400}""")]
    [InlineData(200, "ACCESS_NUMBER:11")]
    [InlineData(200, "ACC")]
    [InlineData(200, """{"activationId":"118","phoneNum""")]
    [InlineData(200, "{}")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"status":"success"}""")]
    [InlineData(200, """{"status":"success","data":{"ref":5,"line":"15557780018"}}""")]
    [InlineData(200, "OK 118 15557780018")]
    [InlineData(200, "Your order is being prepared: processing")]
    [InlineData(200, "STATUS_WAIT_CODE:118:15557780018")]
    [InlineData(200, "ORDER_ALREADY_EXISTS")]
    [InlineData(409, """{"title":"ORDER_ALREADY_EXISTS"}""")]
    [InlineData(500, "")]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(503, "SERVICE_AWAY")]
    [InlineData(504, """{"message":"upstream timed out"}""")]
    [InlineData(302, "")]
    [InlineData(408, "Request timeout")]
    public void What_may_be_a_purchase_is_lost(int status, string body) => Assert.Null(Purchases.Read(new Reply(status, body)));

    [Theory]
    [InlineData("Your number: +1 (555) 778-0018")]
    [InlineData("Here it is, 1-555-778-0018")]
    [InlineData("""{"success":true,"message":"max price 0.50 kept","data":{"line":"15557780018"}}""")]
    public void Bug_A_number_as_people_write_it_was_a_refusal_and_another_was_bought(string body) =>
        Assert.Null(Purchases.Read(new Reply(200, body)));

    [Theory]
    [InlineData("""{"error":"SHELF_EMPTY","timestamp":1764500000}""")]
    [InlineData("""{"error":"SHELF_EMPTY","at":1764500000123,"trace":"8f14e45f-1234-4678-9abc-123456789012"}""")]
    [InlineData("""{"status":"false","msg":"shelf is bare"}""")]
    [InlineData("SERVICE_IS_NOT_ACCEPTED")]
    [InlineData("NOT_OK")]
    [InlineData("CLOSED_UNTIL:2026-11-22 10:00:00")]
    [InlineData("""["SHELF_EMPTY"]""")]
    [InlineData("""[{"error":"SHELF_EMPTY"}]""")]
    public void Bug_A_refusal_with_the_time_beside_it_was_a_lost_answer(string body) =>
        Assert.Equal(Doubt.Some, Assert.IsType<BuyAnswer.None>(Purchases.Read(new Reply(200, body))).Doubt);

    [Fact]
    public void Bug_The_id_of_the_account_was_that_of_the_number() =>
        Assert.Equal(
            "118",
            Assert
                .IsType<BuyAnswer.Number>(
                    Purchases.Read(
                        new Reply(
                            200,
                            """{"user":{"id":5,"phone":"15550001111"},"data":{"activationId":"118","phoneNumber":"15557780018"}}"""
                        )
                    )
                )
                .ExternalId
        );

    [Theory]
    [InlineData("ACCESS_CANCEL_ERROR")]
    [InlineData("ACCESS_CANCEL:not allowed")]
    [InlineData("ACCESS_CANCEL_NOT_POSSIBLE")]
    [InlineData("""{"status":"success","message":"cannot be canceled yet"}""")]
    [InlineData("""{"success":true,"message":"The number was not canceled"}""")]
    public void Bug_A_cancel_that_was_not_done_was_done_and_the_number_was_paid(string body) =>
        Assert.NotEqual(ChangeAnswer.Done, Changes.Read(new Reply(200, body), UpstreamChange.Cancel));

    [Theory]
    [InlineData(UpstreamChange.Cancel, 200, "ACCESS_CANCEL", ChangeAnswer.Done)]
    [InlineData(UpstreamChange.Cancel, 200, """{"error":"","status":"success"}""", ChangeAnswer.Done)]
    [InlineData(UpstreamChange.Again, 200, "access_retry_get", ChangeAnswer.Done)]
    [InlineData(UpstreamChange.Again, 200, """{"status":"success"}""", ChangeAnswer.Done)]
    [InlineData(UpstreamChange.Cancel, 204, "", ChangeAnswer.Done)]
    [InlineData(UpstreamChange.Cancel, 200, """{"status":"ACCESS_CANCEL"}""", ChangeAnswer.Done)]
    [InlineData(UpstreamChange.Cancel, 200, "EARLY_CANCEL_DENIED", ChangeAnswer.TooEarly)]
    [InlineData(UpstreamChange.Cancel, 200, "EARLY_CANCEL_DENIED:110", ChangeAnswer.TooEarly)]
    [InlineData(UpstreamChange.Cancel, 200, "early_cancel_denied", ChangeAnswer.TooEarly)]
    [InlineData(UpstreamChange.Cancel, 403, "EARLY_CANCEL_DENIED", ChangeAnswer.TooEarly)]
    [InlineData(
        UpstreamChange.Cancel,
        409,
        """{"title":"EARLY_CANCEL_DENIED","details":"2 minutes","info":{"seconds":120}}""",
        ChangeAnswer.TooEarly
    )]
    [InlineData(UpstreamChange.Cancel, 200, """{"status":"error","message":"early cancel denied"}""", ChangeAnswer.TooEarly)]
    [InlineData(UpstreamChange.Cancel, 404, "NO_ACTIVATION", ChangeAnswer.Gone)]
    [InlineData(UpstreamChange.Cancel, 404, """{"title":"ACTIVATION_NOT_FOUND"}""", ChangeAnswer.Gone)]
    [InlineData(UpstreamChange.Cancel, 400, "BAD_STATUS", ChangeAnswer.Refused)]
    [InlineData(UpstreamChange.Again, 409, "", ChangeAnswer.Refused)]
    [InlineData(UpstreamChange.Again, 200, "ONE_TEXT_ALONE", ChangeAnswer.Refused)]
    [InlineData(UpstreamChange.Finish, 422, "{}", ChangeAnswer.Refused)]
    [InlineData(UpstreamChange.Cancel, 403, "Not yet", null)]
    [InlineData(UpstreamChange.Cancel, 200, "<html>", null)]
    [InlineData(UpstreamChange.Cancel, 200, """{"status":"error"}""", null)]
    [InlineData(UpstreamChange.Again, 500, "", null)]
    public void A_change_is_read_by_its_words_and_its_status(UpstreamChange change, int status, string body, ChangeAnswer? answer) =>
        Assert.Equal(answer, Changes.Read(new Reply(status, body), change));

    [Theory]
    [InlineData(
        200,
        """{"status":"success","activeActivations":[{"activationId":"7","serviceCode":"tgx","phoneNumber":"15557771007"}]}""",
        "7"
    )]
    [InlineData(
        200,
        """{"status":"success","activeActivations":{"rows":[{"activationId":7,"serviceCode":"tgx","phoneNumber":"15557771007"}]}}""",
        "7"
    )]
    [InlineData(
        200,
        """{"status":"success","data":[{"activationId":"7","serviceCode":"tgx","phoneNumber":15557771007}],"activeActivations":{"row":{},"rows":[]}}""",
        "7"
    )]
    [InlineData(200, """{"data":{"activations":[{"id":7,"service":"tgx","phone":"+15557771007"}]}}""", "7")]
    [InlineData(200, """[{"activation_id":7,"service_code":"tgx","phone_number":"15557771007"}]""", "7")]
    [InlineData(200, """{"user":{"id":5,"phone":"15550001111"},"data":[{"id":"7","service":"tgx_0","phone":"15557771007"}]}""", "7")]
    [InlineData(200, """{"orders":[{"id":7,"product":"tgx","phone":"15557771007"}]}""", "7")]
    [InlineData(200, """{"user":{"id":5,"phone":"15550001111"},"activeActivations":[]}""", "")]
    [InlineData(200, "NO_ACTIVATIONS", "")]
    [InlineData(200, "NO_ACTIVATION", "")]
    [InlineData(200, "no_activations", "")]
    [InlineData(404, "NO_ACTIVATIONS", "")]
    [InlineData(200, """{"status":"error","error":"NO_ACTIVATIONS"}""", "")]
    [InlineData(400, """{"title":"NO_ACTIVATIONS"}""", "")]
    [InlineData(200, "[]", "")]
    [InlineData(200, """{"status":"success","activeActivations":[]}""", "")]
    [InlineData(200, "BAD_ACTION", null)]
    [InlineData(200, """{"status":"success"}""", null)]
    [InlineData(200, """{"status":"success","data":[{"name":"x"}]}""", null)]
    [InlineData(500, "", null)]
    [InlineData(200, """{"status":"success","data":[{"activationId":"7","serv""", null)]
    public void What_is_active_is_read_under_any_name(int status, string body, string? ids)
    {
        var active = ActiveList.Read(new Reply(status, body));
        Assert.Equal(ids, active is null ? null : string.Join(',', active.Select(a => a.Id)));
        Assert.All(active ?? [], a => Assert.Equal(("tgx", "+15557771007"), (a.Service, a.Phone?.E164)));
    }
}
