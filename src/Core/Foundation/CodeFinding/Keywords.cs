using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>The words around codes and around numbers that are none, a line for each group of languages.</summary>
internal static class Keywords
{
    public static readonly (LabelKind Sign, string Words)[] BeforeNumbers =
    [
        (
            LabelKind.Code,
            """
            *code, *codes, *code's, otp, *passcode, *password, passwort, pin, tan, *-tan, mtan, *pincode, one-time pin, token, 2fa, one time key, access key, v-code
            código*, *codigo*, contraseña, clave, chave, senha, token de acesso, palavra-passe, mot de passe, codice, codici, parola d'ordine
            *kennwort, *einmalpasswort, *kode, *koden, *kod, *kodu, *kodunuz, *kodun, *kodunu, *kodunuzu, şifre*, parola*, *kodem, *kodzie, hasło, hasła, hasłem
            kód*, *kód, *kódja, heslo, koodi*, *koodi, *koodisi, lösenord, engangskode, cod, codul, *kodas, *kods, kodi, κωδικός*, κωδικό*
            mã, mật khẩu, mat khau, ma so, kata sandi, sandi, kode*
            код, кода, коду, кодом, коде, коды, коди, код-*, *пароль, *пароля, *паролем, пин, пин-код*, пін, пін-код*, смс-код*, токен
            *קוד, *קודך, *סיסמ*, *רמז, *رمز*, *کد, *کود, *الکود*, *کلمه المرور*, *رمز عبور, پسورد, گذرواژه
            कोड, ओटीपी, पासवर्ड, पिन, কোড, ওটিপি, குறியீடு*, கோட், కోడ్, કોડ, ਕੋਡ, ഒടിപി, ಕೋಡ್
            รหัส, โค้ด, 코드, 인증번호, 인증 번호, 비밀번호, 승인번호, 확인번호, 패스워드
            コード, 認証番号, 暗証番号, 確認番号, パスワード, パスコード, ワンタイム
            验证码, 校验码, 驗證碼, 认证码, 認證碼, 确认码, 確認碼, 动态码, 動態碼, 动态密码, 動態密碼, 密码, 密碼, 口令, 激活码, 登录码, 登入碼, 检验码, 安全码, 安全碼, 随机码, 代码, 代碼, 識別碼, 验证号, 短信码
            """
        ),
        (
            LabelKind.Hint,
            """
            login, log in, log on, logging in, sign in, sign-in, signing in, sign up, verif*, authenti*, confirm*, activat*, registr*, access, secur*, enter, use, approve, authoris*, authoriz*, one-time, one time
            usa, utiliza, introduce, introduzca, ingresa*, digite, insira, saisissez, utilisez, inserisci, verwenden, eingeben, wpisz, użyj, girin, kullanın, введите, введіть, gunakan, masukkan, nhập, أدخل, استخدم, दर्ज करें, 输入, 輸入, 入力, 입력
            verifi*, iniciar ses*, inicio de ses*, acceso, acesso, entrar, connexion, connecter, vérifi*, accedi*, accesso, conferm*
            anmeld*, *bestätig*, *freigabe*, einmal*, tek kullanım*, giriş*, doğrula*, onay*, logowan*, zalogow*, potwierd*, weryfik*, aktywac*
            xác nhận, xác minh, xác thực, đăng nhập, masuk, verifikasi, konfirmasi
            вход*, войти, авториз*, подтверд*, подтвержд*, регистрац*, активац*, одноразов*, никому, вхід, увійти, входу, підтверд*, реєстрац*, нікому
            *אימות, *כניסה, *התחבר*, ورود, تایید, *تحقق*, *تسجیل*, *الدخول, *تفعیل*, सत्यापन, सत्यापित, लॉगिन, लॉग इन
            ยืนยัน, เข้าสู่ระบบ, 인증, 로그인, 본인확인, 登录, 登入, 验证, 驗證, 注册, 註冊, 認証, ログイン, 本人確認
            """
        ),
        (
            LabelKind.Reference,
            """
            order, orders, order no., order no, order number, order code, order id, invoice, ticket, tickets, booking, booking code, booking reference, reservation, pnr, tracking, tracking code, tracking number, parcel, package, shipment, flight, train, case, case id, policy, claim, ref, ref., ref no, ref no., reference, reference number, reference code, transaction id, txn id, utr, rrn, room, gate, apartment, apt, floor, unit, suite, box, bus, route, locker, queue number, employee id, student id, customer id, customer number, member id, user id, agent id, meter, model, version, build, android, ios, windows, iso
            zip, zip code, zip-code, postal code, postcode, area code, country code, sort code, swift code, ifsc code, bar code, barcode, qr code, qr-code, error code, error, dress code, promo code, promocode, coupon code, discount code, discount code is, referral code, invite code, invitation code, gift code, voucher code, product code, status code, code of conduct, ussd code, branch code, iban, locker code, building code
            ending in, ending with, ending, ends in, ends with, last four digits, last 4 digits, since, copyright, ©, (c), est., founded in, from page, page, article, section, year
            terminada en, terminada em, terminado em, termina en, terminación, final, finissant par, se terminant par, endet auf, mit endung, endziffern, finale, che termina con, che termina in, ile biten, kończąc*, na końcu, berakhiran, tận cùng, оканчива*, заканчива*, закінчу*, що закінчується на, المنتهیه ب*, المنتهی ب*, منتهی به, המסתיים ב*, שמסתיים ב*, *המסתיים ב-, के अंत में, ลงท้าย, 끝자리, 末尾, 下4桁, 尾号, 尾號, 末四位, 後四碼
            pedido, pedido nº, factura, fatura, boleto, reserva, envío, seguimiento, guía, referencia, referência, protocolo, código postal, codigo postal, código promocional, codigo promocional, código de reserva, código de descuento, código de desconto, código de rastreio, cupón, vuelo, voo, expediente, cep, comprobante
            commande, facture, réservation, colis, dossier, référence, code postal, code promo, code de suivi, vol n°, n° de commande, billet, ordine, fattura, prenotazione, spedizione, pacco, pratica, codice postale, codice sconto, codice fiscale, codice promozionale, biglietto
            bestellung, bestellnummer, bestell-nr., rechnung, rechnungsnummer, sendung, sendungsnummer, auftrag, auftragsnummer, auftragsnr., vorgangsnummer, kundennummer, gutscheincode, rabattcode, aktionscode, buchung, buchungscode, plz, postleitzahl, zimmer, ticketnummer
            bestelling, bestelnummer, ordernummer, factuur, pakket, beställning*, ordrenummer, ordre, bestilling*, pakke, comanda, comenzii, objednávk*, zásilk*, rendelés*, csomag*, παραγγελία*, tilaus*, paketti*, অর্ডার*
            sipariş*, fatura no, takip no, kargo takip*, rezervasyon*, posta kodu, indirim kodu, kampanya kodu, promosyon kodu, uçuş, zamówieni*, faktur*, przesyłk*, paczk*, rezerwacj*, kod pocztowy, kod rabatowy, kod promocyjny, nr zam*
            đơn hàng, mã đơn hàng, mã đơn, mã vận đơn, hóa đơn, mã giảm giá, mã khuyến mãi, mã bưu chính, mã đặt chỗ, chuyến bay, pesanan, nomor pesanan, kode pos, kode promo, kode voucher, kode booking, no. resi, resi, tagihan, faktur
            заказ, заказа, заказу, заказе, номер заказа, код заказа, заказ №, заявк*, обращени*, счёт-фактура, квитанц*, чек, бронь, брони, бронирован*, код бронирования, рейс, поезд, билет*, посылк*, трек-номер, отправлени*, договор*, почтовый индекс, индекс, код города, код страны, код товара, код ошибки, ошибк*, промокод*, промо-код*, купон*, талон*, версия, каб., кабинет*, кв., дом, ячейк*
            замовлення, номер замовлення, код замовлення, бронюван*, квиток, квитк*, посилк*, відправлення, ттн, експрес-накладн*, договор, поштовий індекс, індекс, помилк*, рахунок №, заявк*
            *الطلب*, طلبک, *فاتوره*, *الفاتوره*, *حجز*, *الشحنه*, *رقم التتبع, *الرمز البریدی, رمز الخصم, کود الخصم, *سفارش, *فاکتور, کد پستی, کد تخفیف, کد رهگیری, شماره پیگیری, *پیگیری, کد سفارش, مرسوله, بلیط, *הזמנה, *ההזמנה, הזמנתך, *חשבונית, *משלוח, מספר הזמנה, מיקוד, קוד קופון, *חבילה, *אסמכתא
            ऑर्डर, ऑर्डर नंबर, पिन कोड, प्रोमो कोड, कूपन कोड, बिल, बुकिंग, पीएनआर, पार्सल, टिकट, คำสั่งซื้อ, หมายเลขคำสั่งซื้อ, พัสดุ, ใบเสร็จ, เลขที่, รหัสไปรษณีย์, โค้ดส่วนลด, รหัสส่วนลด, รหัสการจอง, เที่ยวบิน
            주문번호, 주문 번호, 송장번호, 운송장, 운송장번호, 예약번호, 우편번호, 접수번호, 할인코드, 쿠폰번호, 쿠폰 코드, 注文番号, ご注文番号, 注文, 予約番号, 伝票番号, 問い合わせ番号, お客様番号, 会員番号, 郵便番号, クーポンコード, 便名, 受付番号
            订单, 订单号, 訂單, 訂單編號, 單號, 单号, 运单号, 快递单号, 取件码, 取貨碼, 提货码, 编号, 編號, 流水号, 序号, 邮编, 邮政编码, 优惠码, 優惠碼, 兑换码, 折扣码, 邀请码, 航班, 车次, 工号, 工單, 房间, 会员号, 合同
            """
        ),
        (
            LabelKind.Doubt,
            """
            account, account no, account no., a/c, acct, card, card no, id, user, no., no:, number #, №, n°, nº, nr, nr., transaction, txn, trx, payment, purchase, balance, amount, total, sum, limit, price, fee, sent to, from, between, for only, over, more than, up to
            cuenta, tarjeta, cantidad, monto, importe, saldo, conta, cartão, valor, compte, carte, montant, solde, konto, karte, betrag, guthaben, conto, carta, importo, hesap, hesabınız*, kart*, tutar, bakiye, kwota, kwoty, kwotę, karta, karty, rachunek, rachunk*
            tài khoản, số dư, số tiền, thẻ, rekening, kartu, jumlah, transaksi, счёт, счета, счету, карта, карты, карте, карту, сумма, сумму, сумме, баланс, остаток, перевод, операци*, рахунок, рахунку, картк*, залишок
            *حساب*, بطاقه, *مبلغ*, *رصید*, *مانده, کارت, *חשבון, *כרטיס, *סכום, *יתרה, खाता, खाते, राशि, शेष, कार्ड, บัญชี, ยอด, จำนวน, บัตร, 계좌, 잔액, 금액, 카드, 口座, 残高, 金額, カード, 账户, 帳戶, 余额, 餘額, 金额, 金額, 卡号
            """
        ),
        (
            LabelKind.Phone,
            """
            call, call us, call us at, calling, dial, tel, tel., telephone, phone number, mobile number, hotline, helpline, contact, contact us at, support at, customer care, text stop to, stop to, reply to, sms to, help to, text to, whatsapp us, fax, ext, ext., short code
            llama al, llame al, llámanos, teléfono, envía, ligue, ligue para, telefone, appelez le, appelez, au numéro, téléphone, composez, stop au, anrufen, telefon, hotline, unter der nummer, rufen sie, chiama, chiama il, telefono, numero verde, arayın, çağrı merkezi, müşteri hizmetleri, yazıp, zadzwoń, infolinia, infolinii, nr tel., gọi, tổng đài, hotline, liên hệ, lh, hubungi, telepon, ketik
            звоните, позвоните, тел, тел., телефон, телефону, по телефону, по номеру, на номер, номер телефона, горячая линия, наберите, отправьте, подробнее, телефонуйте, дзвоніть, за номером, на номер, зателефонуйте
            *اتصل*, *الاتصال*, هاتف, تلفن, تماس*, شماره تماس, *חייגו, *התקשרו, *טלפון, טל', कॉल करें, फोन, संपर्क, โทร, โทร., ติดต่อ, 고객센터, 문의, 전화, 電話, お問い合わせ, 问い合わせ先, 致电, 致電, 拨打, 撥打, 客服, 热线, 熱線, 电话, 发送至, 发送到, 回复, 回覆, 详询, 咨询
            """
        ),
        (
            LabelKind.Promo,
            """
            promo*, discount*, coupon*, voucher*, off, sale, cashback, free delivery, free spins, deal, deals, offer, offers, shop now, descuento*, desconto*, cupom, oferta*, rabatt*, gutschein*, réduction, soldes, sconto, sconti, indirim*, kampanya*, rabat*, zniżk*, promocj*, khuyến mãi, giảm giá, diskon, скидк*, промокод*, акция, акции, распродаж*, знижк*, акційн*, تخفیف, خصم, הנחה, מבצע, छूट, ส่วนลด, 할인, 쿠폰, 割引, クーポン, 优惠, 優惠, 折扣, 红包
            """
        ),
        (
            LabelKind.Month,
            """
            jan, january, feb, february, mar, march, apr, april, may, june, jun, july, jul, aug, august, sep, sept, september, oct, october, nov, november, dec, december, in, since, until, till, spring, summer, autumn, winter, season
            enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre, de, janeiro, fevereiro, março, maio, junho, julho, setembro, outubro, novembro, dezembro, janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre, januar, februar, märz, juni, juli, oktober, dezember, gennaio, febbraio, aprile, maggio, giugno, luglio, settembre, ottobre, dicembre
            ocak, şubat, mart, nisan, mayıs, haziran, temmuz, ağustos, eylül, ekim, kasım, aralık, stycznia, lutego, marca, kwietnia, maja, czerwca, lipca, sierpnia, września, października, listopada, grudnia, januari, februari, maret, mei, agustus, desember
            января, февраля, марта, апреля, мая, июня, июля, августа, сентября, октября, ноября, декабря, січня, лютого, березня, квітня, травня, червня, липня, серпня, вересня, жовтня, листопада, грудня
            """
        ),
        (LabelKind.Money, CountedUnits.Money),
    ];

    public const string Copulas =
        "is es é è est ist lautet jest to là là: adalah är er este je on είναι это هو هي است है হল הוא היא คือ 는 은 是 为 為 は";

    public static readonly (LabelKind Sign, string Words)[] AfterNumbers =
    [
        (LabelKind.Money, CountedUnits.Money),
        (LabelKind.Duration, CountedUnits.Durations),
        (LabelKind.Count, CountedUnits.Counts),
        (LabelKind.Year, CountedUnits.Years),
    ];
}
