# The store in one image. A verb may follow its name: docker run … xthonbot check

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# global.json stays outside: it pins the SDK's patch for people, the image brings its own.
COPY .editorconfig BannedSymbols.txt Directory.Build.props Directory.Packages.props ./
COPY src/Api/Api.csproj src/Api/
COPY src/Bot/Bot.csproj src/Bot/
COPY src/Core/Core.csproj src/Core/
COPY src/Integrations/Integrations.csproj src/Integrations/
COPY src/Sandbox/Sandbox.csproj src/Sandbox/
COPY src/Texts/Texts.csproj src/Texts/
RUN dotnet restore src/Bot --use-current-runtime
COPY appsettings.json ./
COPY src/ src/
RUN dotnet publish src/Bot -c Release -o /app --no-restore --use-current-runtime --no-self-contained

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# The letters of the statistics picture.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-dejavu-core && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
RUN install -d -o "$APP_UID" -g "$APP_UID" /data

ENV ConnectionStrings__Store="Data Source=/data/store.db" \
    Urls="http://0.0.0.0:8080" \
    ASPNETCORE_HTTP_PORTS="" \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
# Relative files, such as those of "backup FILE", are kept with the database.
WORKDIR /data
VOLUME /data
EXPOSE 8080

# The image has no curl; bash speaks enough HTTP for this.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -t 4 answer <&3 && [[ $answer == *' 200 '* ]]"]

ENTRYPOINT ["/app/XthonBot.Bot"]
