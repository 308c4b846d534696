global using Microsoft.Data.Sqlite;
global using Microsoft.EntityFrameworkCore;
