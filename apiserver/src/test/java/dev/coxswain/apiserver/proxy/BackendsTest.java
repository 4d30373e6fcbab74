package dev.coxswain.apiserver.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where proxies lead: what is named, and what is there.
class BackendsTest {
  private static final List<Message> WORLD =
      List.of(
          read(
              Pod.class,
              "web",
              "spec: {containers: [{name: a}, {name: b, ports: [{name: http, containerPort:"
                  + " 8080}]}]}\n"
                  + "status: {podIPs: [{ip: 10.0.0.5}]}"),
          read(Pod.class, "six", "status: {podIPs: [{ip: 'fd00::5'}]}"),
          read(Pod.class, "new", "spec: {containers: [{name: a}]}"),
          read(Pod.class, "local", "status: {podIPs: [{ip: 127.0.0.1}]}"),
          read(
              Service.class,
              "web",
              "spec: {ports: [{name: http, port: 80}, {name: other, port: 81}]}"),
          read(Service.class, "idle", "spec: {ports: [{port: 80}]}"),
          read(Endpoints.class, "idle", "subsets: []"),
          read(
              Endpoints.class,
              "web",
              "subsets: [{ports: [{name: http, port: 8080}], addresses: [{ip: 10.0.0.9},"
                  + " {ip: 10.0.0.5, targetRef: {kind: Pod, name: web, namespace: ns}}]}]"));

  @ParameterizedTest
  @CsvSource({
    "pods, web, http://10.0.0.5:8080/x",
    "pods, web:90, http://10.0.0.5:90/x",
    "pods, https:web:, https://10.0.0.5:8080/x",
    "pods, six, http://[fd00::5]/x",
    "services, web:80, http://10.0.0.5:8080/x",
    "services, https:web:http, https://10.0.0.5:8080/x"
  })
  void leadTo(String resource, String name, String expected) {
    assertThat(Backends.of(new World(), connection(resource, name), "").toString())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "pods|ftp:web:|invalid pod request \"ftp:web:\"",
        "pods|a:b:c:d|invalid pod request \"a:b:c:d\"",
        "services|:80|invalid service request \":80\"",
        "pods|none|pods \"none\" not found",
        "pods|new|address not allowed",
        "pods|local|address not allowed",
        "services|web:82|no service port 82 found for service \"web\"",
        "services|none:82|services \"none\" not found",
        "services|none|endpoints \"none\" not found",
        "services|idle|no endpoints available for service \"idle\"",
        "services|web:81|no endpoints available for service \"web:81\"",
        "services|web|no endpoints available for service \"web\""
      })
  void refuse(String resource, String name, String message) {
    assertThatThrownBy(() -> Backends.of(new World(), connection(resource, name), ""))
        .hasMessage(message);
  }

  private static Connection connection(String resource, String name) {
    return new Connection(resource, "proxy", "ns", name, List.of("x"), QueryParameters.parse(""));
  }

  private static <M extends Message> Message read(Class<M> kind, String name, String yaml) {
    return Metadata.edit(Manifests.read(kind, yaml), meta -> meta.setName(name).setNamespace("ns"));
  }

  private static final class World implements Lookup {
    @Override
    public <M extends Message> Optional<M> get(Class<M> type, ObjectKey key) {
      return WORLD.stream()
          .filter(o -> type.isInstance(o) && Metadata.key(o).equals(key))
          .map(type::cast)
          .findFirst();
    }

    @Override
    public <M extends Message> List<M> list(Class<M> type, String namespace) {
      return WORLD.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }
}
