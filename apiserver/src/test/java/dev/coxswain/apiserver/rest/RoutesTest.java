package dev.coxswain.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.request.Target;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
  private final Routes routes = new Routes(Scheme.kubernetes());

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET, /api/v1/namespaces/a/gizmos, 404",
    "GET, /apis/apps/v1/gizmos, 404",
    "GET, /api/v1/pods/p, 404",
    "GET, /api/v1/namespaces/a/nodes, 404",
    "GET, /api/v1/namespaces/a/pods/p/nope, 404",
    "GET, /api/v1/namespaces/a/pods/p/status/more, 404",
    "PUT, /api/v1/namespaces/a/configmaps, 405",
    "POST, /api/v1/namespaces/a/configmaps/c, 405",
    "POST, /api/v1/pods, 405",
    "DELETE, /api/v1/pods, 405",
    "GET, /api/v1/namespaces/a/bindings, 405",
    "DELETE, /api/v1/namespaces/a/pods/p/status, 405",
    "OPTIONS, /api/v1/namespaces/a/pods/p, 405",
  })
  void refuses(String method, String target, int code) {
    var e = catchThrowableOfType(ApiException.class, () -> target(method, target));
    assertThat(e.code()).isEqualTo(code);
  }

  @Test
  void aGroupOrVersionThatIsNotServedIsNoRoute() {
    assertThat(target("GET", "/apis/none.example.com/v1/things")).isEmpty();
    assertThat(target("GET", "/apis/apps/v9/deployments")).isEmpty();
  }

  @Test
  void aFieldSelectorNamesAnObjectForAuthorizationOnly() {
    var target = target("GET", "/api/v1/namespaces/a/pods?fieldSelector=metadata.name%3Dp");
    assertThat(target.orElseThrow().name()).isEmpty();
  }

  @Test
  void listsReachAcrossNamespaces() {
    assertThat(target("GET", "/api/v1/pods?watch=true").orElseThrow().namespace()).isEmpty();
  }

  private Optional<Target> target(String method, String target) {
    var call = Calls.call(method, target);
    return routes.target(RequestPath.of(call, QueryParameters.parse(call.query())));
  }
}
