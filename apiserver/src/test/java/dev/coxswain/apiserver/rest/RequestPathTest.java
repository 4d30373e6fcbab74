package dev.coxswain.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apiserver.http.QueryParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET,    /api/v1/pods,                                       list v1 - pods - -",
    "GET,    /api/v1/namespaces/a/pods,                          list v1 a pods - -",
    "GET,    /api/v1/namespaces/a/pods?watch=1,                  watch v1 a pods - -",
    "GET,    /api/v1/namespaces/a/pods?fieldSelector=metadata.name%3Dp, list v1 a pods p -",
    "GET,    /api/v1/namespaces/a/pods/p,                        get v1 a pods p -",
    "HEAD,   /api/v1/namespaces/a/pods/p,                        get v1 a pods p -",
    "GET,    /api/v1/namespaces/a/pods/p/log,                    get v1 a pods p log",
    "POST,   /apis/apps/v1/namespaces/a/deployments,             create apps/v1 a deployments - -",
    "PUT,    /apis/apps/v1/namespaces/a/deployments/d/scale,     update apps/v1 a deployments d scale",
    "PATCH,  /apis/apps/v1/namespaces/a/deployments/d,           patch apps/v1 a deployments d -",
    "DELETE, /api/v1/namespaces/a/pods,                          deletecollection v1 a pods - -",
    "DELETE, /api/v1/namespaces/a,                               delete v1 - namespaces a -",
    "PUT,    /api/v1/namespaces/a/finalize,                      update v1 - namespaces a finalize",
    "GET,    /api/v1/namespaces/a/status,                        get v1 - namespaces a status",
    "GET,    /api/v1/namespaces,                                 list v1 - namespaces - -",
    "GET,    /api/v1/watch/namespaces/a/pods,                    watch v1 a pods - -",
    "GET,    /api/v1/watch/namespaces/a/pods/p,                  watch v1 a pods p -",
    "GET,    /api/v1/watch/nodes,                                watch v1 - nodes - -",
    "GET,    /api/v1/nodes/n%2F1,                                get v1 - nodes n/1 -",
  })
  void resources(String method, String target, String expected) {
    var call = Calls.call(method, target);
    var path = RequestPath.of(call, QueryParameters.parse(call.query()));
    assertThat(path.isResource()).isTrue();
    assertThat(
            String.join(
                " ",
                path.verb(),
                path.groupVersion().apiVersion(),
                shown(path.namespace()),
                path.resource(),
                shown(path.name()),
                shown(path.subresource())))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"/", "/api", "/api/v1", "/apis/apps", "/apis/apps/v1", "/healthz", "/openapi/v2"})
  void pathsThatAreNoResources(String target) {
    var path = RequestPath.of(Calls.call("GET", target), QueryParameters.parse(""));
    assertThat(path.isResource()).isFalse();
    assertThat(path.verb()).isEqualTo("get");
    assertThat(path.path()).isEqualTo(target);
  }

  private static String shown(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
