namespace XthonBot.Api.Tests.Docs;

/// <summary>The answers of the API's reference, word for word.</summary>
public static class ReferenceExamples
{
    public static IReadOnlyList<(string Operation, string Body)> All { get; } =
    [
        (
            "get /api/v2/balance",
            """
            {
              "ok": true,
              "data": { "balance": "12.50", "bonus": 10 }
            }
            """
        ),
        (
            "get /api/v2/services",
            """
            {
              "ok": true,
              "data": [
                {
                  "id": "8f3c…",
                  "name": "USA Telegram",
                  "price": "1.20",
                  "stock": 42
                }
              ]
            }
            """
        ),
        (
            "post /api/v2/services/{service_id}/buy",
            """
            {
              "ok": true,
              "data": {
                "id": "tx_91a…",
                "status": "PENDING",
                "price": "1.20",
                "number": "+15550001",
                "service": "USA Telegram",
                "code": null
              }
            }
            """
        ),
        (
            "get /api/v2/transactions/{transaction_id}",
            """
            {
              "ok": true,
              "data": {
                "id": "tx_91a…",
                "status": "PENDING",
                "number": "+15550001",
                "code": null
              }
            }
            """
        ),
        (
            "get /api/v2/transactions/{transaction_id}/code",
            """
            {
              "ok": true,
              "data": {
                "id": "tx_91a…",
                "status": "SUCCEEDED",
                "code": "54321"
              }
            }
            """
        ),
        (
            "post /api/v2/transactions/{transaction_id}/cancel",
            """
            {
              "ok": true,
              "data": { "refunded": "1.20" }
            }
            """
        ),
    ];

    public static TheoryData<string, string> Rows => [.. All];
}
