global using Microsoft.Data.Sqlite;
global using Microsoft.EntityFrameworkCore;
global using XthonBot.Core.Data;
global using XthonBot.TestKit;
