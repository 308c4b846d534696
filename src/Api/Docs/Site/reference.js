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
  hiddenClients: hiddenClients(),
  hideClientButton: true,
  hideDarkModeToggle: true,
  showDeveloperTools: "never",
  defaultOpenAllTags: true,
  documentDownloadType: "json",
  orderSchemaPropertiesBy: "preserve",
  orderRequiredPropertiesFirst: false,
});

// Shown are curl, C# (HttpClient), Python (requests), JavaScript (fetch) and Go.
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
