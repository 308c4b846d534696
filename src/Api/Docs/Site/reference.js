// The reference at /docs: the OpenAPI document of this host, and nothing from any other.
Scalar.createApiReference("#reference", {
  url: "/openapi/v2.json",
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  proxyUrl: "",
  persistAuth: false,
  authentication: { preferredSecurityScheme: "ApiKey" },
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
  featuredClients: ["shell/curl", "csharp/httpclient", "python/requests", "js/fetch", "go/native"],
  hiddenClients: hiddenClients(),
  hideClientButton: true,
  hideDarkModeToggle: true,
  hideModels: true,
  operationTitleSource: "path",
  showDeveloperTools: "never",
  defaultOpenAllTags: true,
  documentDownloadType: "json",
  orderSchemaPropertiesBy: "preserve",
  orderRequiredPropertiesFirst: false,
});

// All but those above.
function hiddenClients() {
  return {
    c: true, clojure: true, dart: true, fsharp: true, http: true, java: true, julia: true, kotlin: true, node: true, objc: true,
    ocaml: true, php: true, powershell: true, r: true, ruby: true, rust: true, swift: true,
    csharp: ["restsharp"],
    js: ["axios", "jquery", "ofetch", "xhr"],
    python: ["python3", "httpx_sync", "httpx_async", "aiohttp"],
    shell: ["wget", "httpie"],
  };
}
