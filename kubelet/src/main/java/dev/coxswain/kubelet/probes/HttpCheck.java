package dev.coxswain.kubelet.probes;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.HTTPGetAction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Asks a container over HTTP. Certificates are not checked: a probe asks for life, not for
/// identity.
public final class HttpCheck implements AutoCloseable {
  private static final int LONGEST_BODY = 10 * 1024;

  static {
    // Probes may set any header, and certificates of pods name anything.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection,content-length");
    System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
  }

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .sslContext(trustingAnyone())
          .build();

  /// What came back.
  public record Reply(int code, String body) {}

  /// On whose behalf we ask; servers can tell by the user agent.
  public enum Asker {
    PROBE("kube-probe/1.36"),
    HOOK("kube-lifecycle/1.36");

    private final String userAgent;

    Asker(String userAgent) {
      this.userAgent = userAgent;
    }
  }

  /// @throws IOException in Go's words, which is what people know
  public Reply get(
      Asker asker, HTTPGetAction action, Container container, String podIp, Duration timeout)
      throws IOException, InterruptedException {
    var port =
        Ports.resolve(action.getPort(), container)
            .orElseThrow(() ->
                new IOException(
                    "couldn't find port: " + action.getPort().getStrVal() + " in container"));
    var uri = uri(action, podIp, port);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .setHeader("User-Agent", asker.userAgent)
            .setHeader("Accept", "*/*");
    action
        .getHttpHeadersList()
        .forEach(header -> request.setHeader(header.getName(), header.getValue()));
    try {
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        var text = new String(body.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
        return new Reply(response.statusCode(), text);
      }
    } catch (HttpTimeoutException e) {
      throw failed(
          uri, "context deadline exceeded (Client.Timeout exceeded while awaiting headers)", e);
    } catch (ConnectException e) {
      throw failed(
          uri, "dial tcp " + uri.getHost() + ":" + port + ": connect: connection refused", e);
    } catch (IOException e) {
      throw failed(uri, e.getMessage() == null ? "EOF" : e.getMessage(), e);
    }
  }

  private static IOException failed(URI uri, String why, IOException cause) {
    return new IOException("Get \"" + uri + "\": " + why, cause);
  }

  private static URI uri(HTTPGetAction action, String podIp, int port) {
    var scheme =
        action.getScheme().isEmpty() ? "http" : action.getScheme().toLowerCase(Locale.ROOT);
    var host = action.getHost().isEmpty() ? podIp : action.getHost();
    var path = action.getPath().startsWith("/") ? action.getPath() : "/" + action.getPath();
    return URI.create(scheme + "://" + host + ":" + port + path);
  }

  @Override
  public void close() {
    client.close();
  }

  private static SSLContext trustingAnyone() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no TLS", e);
    }
  }

  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
