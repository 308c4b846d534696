using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Payments;

/// <summary>A customer proves a transfer.</summary>
/// <param name="FileId">By which the chat sends the file again; null for a text alone.</param>
/// <param name="FileKey">The same for the same file, whoever sends it.</param>
public sealed record SubmitReceipt(PaymentId Payment, CustomerId Customer, string? FileId, string? FileKey, bool IsPhoto, string? Text);

public sealed class SubmitReceiptHandler(Store store, TextProtector protector, TimeProvider time)
{
    private const int LongestText = 1000;
    private const int MostReceipts = 10;

    /// <returns><see cref="Error.WrongPaymentState"/> where it has been decided.</returns>
    public async Task<Result<PaymentView>> HandleAsync(SubmitReceipt command, CancellationToken ct)
    {
        var now = time.UtcNow();
        ProtectedText? text = string.IsNullOrWhiteSpace(command.Text)
            ? null
            : protector.Protect(StorableText.Cut(command.Text, LongestText));
        return await store.WriteAsync<Result<PaymentView>>(
            async (db, token) =>
            {
                if (
                    await PaymentLocks.LockAsync(
                        db,
                        p => p.PublicId == command.Payment.Value && p.CustomerId == command.Customer.Value,
                        token
                    )
                    is not { Kind: PaymentKind.Transfer } payment
                )
                    return new Error.NotFound("payment");
                if (payment.State is not (PaymentState.Open or PaymentState.Expired or PaymentState.Review))
                    return new Error.WrongPaymentState(command.Payment, payment.State);
                if (await db.PaymentReceipts.CountAsync(r => r.PaymentId == payment.Id, token) >= MostReceipts)
                    return new Error.Invalid("receipt", "too-many-receipts");
                var isSeen =
                    command.FileKey is { } key
                    && await db.PaymentReceipts.AnyAsync(r => r.FileKey == key && r.PaymentId != payment.Id, token);
                db.Add(new PaymentReceipt(payment.Id, command.FileId, command.FileKey, command.IsPhoto, text, isSeen, now));
                (payment.State, payment.Remark, payment.LookAt) = (PaymentState.Review, PaymentRemarks.Receipt, null);
                await db.SaveChangesAsync(token);
                var customer = new CustomerId(payment.CustomerId);
                db.Publish(new PaymentDoubted(payment.Id, command.Payment, customer, payment.Way, PaymentRemarks.Receipt, now));
                return await db.Payments.Where(p => p.Id == payment.Id).Select(PaymentView.Projection(db)).SingleAsync(token);
            },
            ct
        );
    }
}
