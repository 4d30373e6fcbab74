package dev.coxswain.apiserver.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryEndpointTest {
  private final DiscoveryEndpoint endpoint =
      new DiscoveryEndpoint(Scheme.kubernetes(), List.of(), "127.0.0.1:6443");

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api               | application/json                     | application/json                     | {"kind":"APIVersions"
          /api               | application/yaml                     | application/yaml                     | kind: APIVersions
          /api/v1            | application/yaml                     | application/yaml                     | groupVersion: v1
          /apis/apps         | application/vnd.kubernetes.protobuf  | application/vnd.kubernetes.protobuf  | APIGroup
          /apis/apps/v1      | text/html, application/yaml          | application/yaml                     | kind: APIResourceList
          /apis/apps/v1      | text/html                            | application/json                     | {"kind":"APIResourceList"
          /api/v1            | ;                                    | application/json                     | {"kind":"APIResourceList"
          /apis              | application/yaml;q=0.5               | application/yaml                     | kind: APIGroupList
          /apis              | application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/yaml | application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList | {"kind":"APIGroupDiscoveryList"
          """)
  void documentsAreEncodedAsAskedFor(String path, String accept, String type, String text) {
    var reply = endpoint.serve(call(path, accept)).orElseThrow();
    assertThat(reply.headers())
        .filteredOn(header -> header.name().equalsIgnoreCase("content-type"))
        .extracting(HttpReply.Header::value)
        .containsExactly(type);
    assertThat(new String(reply.body(), UTF_8)).contains(text);
  }

  private static HttpCall call(String path, String accept) {
    return new HttpCall(
        "GET",
        path,
        "",
        Map.of("accept", List.of(accept)),
        new byte[0],
        false,
        List.of(),
        "127.0.0.1");
  }
}
