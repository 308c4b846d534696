global using XthonBot.Core.Customers;
global using XthonBot.Core.Data;
global using XthonBot.Core.Ledger;
global using XthonBot.Core.Orders;
global using XthonBot.Core.Primitives;
global using XthonBot.Core.Sealing;
global using XthonBot.TestKit;
