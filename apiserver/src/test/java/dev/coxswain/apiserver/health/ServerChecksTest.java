package dev.coxswain.apiserver.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.component.HealthChecks.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServerChecksTest {
  private boolean etcd = true;
  private boolean loaded = true;
  private boolean complete = true;
  private final ServerChecks checks =
      new ServerChecks(this::askEtcd, () -> loaded, () -> complete, Result::ok);
  private final HealthEndpoint endpoint =
      new HealthEndpoint(Map.of("livez", checks.alive(), "readyz", checks.ready()));

  private void askEtcd() {
    if (!etcd) {
      throw new IllegalStateException("no answer");
    }
  }

  @Test
  void allIsWell() {
    assertThat(ask("/livez")).isEqualTo("200 ok");
    assertThat(ask("/livez/ping")).isEqualTo("200 ok");
    assertThat(ask("/readyz/etcd-readiness")).isEqualTo("200 ok");
    assertThat(ask("/livez?verbose"))
        .startsWith("200 [+]ping ok\n[+]log ok\n[+]etcd ok\n[+]poststarthook/")
        .contains("[+]poststarthook/rbac/bootstrap-roles ok\n")
        .endsWith("[+]autoregister-completion ok\nlivez check passed\n");
    assertThat(ask("/readyz?verbose"))
        .contains("[+]etcd ok\n[+]etcd-readiness ok\n[+]informer-sync ok\n[+]poststarthook/")
        .endsWith("[+]shutdown ok\nreadyz check passed\n");
    assertThat(endpoint.paths()).contains("/livez", "/livez/ping", "/readyz/informer-sync");
  }

  @Test
  void whatFailsIsNamedAndNoMore() {
    etcd = false;
    assertThat(ask("/livez"))
        .startsWith("500 [+]ping ok\n[+]log ok\n[-]etcd failed: reason withheld\n")
        .endsWith("livez check failed\n");
    assertThat(ask("/livez/etcd")).isEqualTo("500 internal server error: no answer\n");
    assertThat(ask("/livez?exclude=etcd")).isEqualTo("200 ok");
    assertThat(ask("/livez?exclude=etcd&exclude=b&exclude=a&verbose"))
        .contains("[+]etcd excluded: ok\n")
        .endsWith(
            """
            warn: some health checks cannot be excluded: no matches for "a","b"
            livez check passed
            """);
  }

  @Test
  void aServerThatIsNotCompleteIsNotReady() {
    complete = false;
    assertThat(ask("/readyz"))
        .contains("[-]poststarthook/rbac/bootstrap-roles failed: reason withheld\n")
        .contains("[+]poststarthook/generic-apiserver-start-informers ok\n");
    loaded = false;
    assertThat(ask("/readyz/informer-sync"))
        .isEqualTo("500 internal server error: not loaded yet\n");
  }

  private String ask(String target) {
    var parts = target.split("\\?", 2);
    var call =
        new HttpCall(
            "GET",
            parts[0],
            parts.length > 1 ? parts[1] : "",
            Map.of(),
            new byte[0],
            false,
            List.of(),
            "127.0.0.1:1");
    return endpoint.serve(call).map(ServerChecksTest::text).orElse("404");
  }

  private static String text(HttpReply reply) {
    return reply.code() + " " + new String(reply.body(), StandardCharsets.UTF_8);
  }
}
