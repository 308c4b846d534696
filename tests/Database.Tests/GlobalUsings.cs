global using Microsoft.Data.Sqlite;
global using Microsoft.EntityFrameworkCore;
global using XthonBot.Core.Foundation.Kernel;
global using XthonBot.Core.Foundation.Persistence;
global using XthonBot.TestKit;
