using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>Units: money, time, things.</summary>
internal static class CountedUnits
{
    public const string Money = """
        usd, eur, gbp, rub, rur, uah, pln, tl, brl, mxn, inr, idr, vnd, jpy, cny, rmb, krw, aed, sar, irr, ils, nis, thb, php, myr, sgd, hkd, twd, ngn, kes, ksh, ghs, zar, cad, aud, chf, sek, nok, dkk, czk, huf, ron, kzt, byn, gel, egp, pkr, bdt, lkr, cop, clp, usdt, btc, eth
        dollar, dollars, euro, euros, pesos, reais, soles, pounds, rupees, rupee, rupiah, rp, rs, rs., rm, r$, us$, nt$, hk$, kr, lei, ft, zł, złotych, lira, liras*, đồng, dong, vnđ, đ, yuan, yen, won, naira
        руб*, р., коп, коп., грн, гривень, гривні, долл*, тенге, сум, ریال, تومان, ریالا, درهم, جنیه, دینار, دولار, שח, ש"ח, שקל*, रुपये, रुपए, रु, रु., टका, บาท, 원, 만원, 円, 元, 块, 圆, 圓, 美元, 万元
        """;

    public const string Durations = """
        min, mins, min., minute, minutes, sec, secs, second, seconds, hour, hours, hr, hrs, day, days, week, weeks, month, months
        minuto, minutos, segundo, segundos, hora, horas, día, días, dia, dias, seg, heure, heures, jour, jours, seconde, secondes, minuten, sekunden, sek, stunde, stunden, std, tag, tage, tagen, minuti, minuto, secondi, ore, ora, giorni, giorno
        dakika*, dk, dk., saniye*, saat*, gün*, minut*, sekund*, godzin*, dni, dzień, phút, giây, giờ, ngày, menit, detik, jam, hari
        мин, мин., минут*, сек, сек., секунд*, час, часа, часов, дн, дн., дня, дней, день, сут*, хв, хв., хвилин*, годин*, год, діб
        دقیقه, دقائق, دقایق, ثانیه, ثوانی, ساعه, ساعت, ساعات, ایام, یوم, روز, דקות, דקה, שניות, שעות, שעה, ימים, मिनट*, सेकंड*, घंटे, घंटा, दिन, นาที, วินาที, ชั่วโมง, วัน
        분, 분간, 초, 시간, 일, 分, 分钟, 分鐘, 分間, 秒, 秒钟, 秒間, 小时, 小時, 時間, 天, 日, 日間, 時, 月
        """;

    public const string Counts = """
        kwh, kw, points, point, pts, coins, coin, bonus, bonuses, miles, mile, credits, stars, gems, km, kg, gb, mb, tb, kb, kbps, mbps, px, sms, messages, customers, users, people, followers, likes, views, steps, calories, kcal, items, pcs, percent, times, spins, street, st., ave, avenue, road, rd, blvd, hrs, hours, am, pm, a.m., p.m., o'clock, meters, metres, m2, seats, tickets, games, episodes, songs, photos
        puntos, pontos, millas, milhas, mensajes, mensagens, unidades, punkte, punkten, uhr, meilen, stück, punti, puan, mesaj, punktów, zł, điểm, tin nhắn, poin, pesan, langkah, orang
        квт*, балл*, бонус*, милл*, миль, шт, шт., км, кг, гб, мб, раз, человек, процент*, товар*, очков, сообщен*, шагов, монет*, бал, балів, бонусів, повідомлен*, кроків
        نقطه, نقاط, امتیاز, پیام, נקודות, हजार, अंक, अंकों, แต้ม, คะแนน, 포인트, 점, 명, 개, 건, 회, ポイント, 点, 名, 件, 個, 人, 積分, 积分, 个, 次, 条, 號, 号, 步
        """;

    public const string Years = "г, г., год, года, году, годом, р, р., рік, року, році, 年, 年度, 년, yil, yılı*, yılında, ปี, year";
}
