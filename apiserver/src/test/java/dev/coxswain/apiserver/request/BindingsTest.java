package dev.coxswain.apiserver.request;

import static dev.coxswain.apiserver.request.PipelineFixture.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionChain;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pods get their nodes by `pods/binding` and by `bindings`.
class BindingsTest {
  private static final String TO_NODE =
      "{\"metadata\":{\"name\":\"p\"},\"target\":{\"name\":\"node\"}}";

  private final List<String> asked = new ArrayList<>();
  private final Admission recorder =
      new Admission() {
        @Override
        public void enter(AdmissionRequest request) {
          asked.add(
              "%s %s/%s %s"
                  .formatted(
                      request.operation(),
                      request.resource().plural(),
                      request.subresource(),
                      request.object().orElseThrow().getDescriptorForType().getName()));
        }
      };
  private final PipelineFixture api =
      new PipelineFixture(new InMemoryStorage(), new AdmissionChain(List.of(recorder)));

  @BeforeEach
  void aPod() {
    api.create(
        target("v1", "pods", "p"),
        """
        {"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}\
        """);
    asked.clear();
  }

  @ParameterizedTest
  @CsvSource({"pods, p, binding", "bindings, '', ''"})
  void aBindingIsLetInAsSuchAndChangesThePod(String resource, String name, String subresource) {
    var response = bind(resource, name, subresource, TO_NODE);
    assertThat(response.code()).isEqualTo(201);
    assertThat(asked).containsExactly("CREATE %s/%s Binding".formatted(resource, subresource));
    var pod = (Pod) api.get(target("v1", "pods", "p")).message();
    assertThat(pod.getSpec().getNodeName()).isEqualTo("node");
  }

  @Test
  void nothingIsBoundTwice() {
    bind("pods", "p", "binding", TO_NODE);
    assertThatThrownBy(() -> bind("bindings", "", "", TO_NODE))
        .isInstanceOf(ApiException.Conflict.class)
        .hasMessageContaining("pods/binding \"p\": pod p is already assigned to node \"node\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'metadata':{'name':'q'},'target':{'name':'n'}}|400|name in URL does not match name in"
            + " Binding object",
        "{'target':{'name':'n'}}|400|name in URL does not match name in Binding object",
        "{'metadata':{'name':'p'}}|500|target.name: Required value",
        "{'metadata':{'name':'p'},'target':{'kind':'Pod'}}|500|[target.kind: Unsupported value:"
            + " \"Pod\": supported values: \"Node\", \"<empty>\", target.name: Required value]",
        "{'metadata':{'name':'p','namespace':'x'},'target':{'name':'n'}}|400|the namespace of the"
            + " provided object does not match the namespace sent on the request",
        "{'metadata':{'name':'p','uid':'u'},'target':{'name':'n'}}|409|"
            + "Operation cannot be fulfilled on pods \"p\": StorageError: invalid object, Code: 4,"
      },
      quoteCharacter = '`')
  void whatIsWrongIsRefused(String binding, int code, String message) {
    assertThatThrownBy(() -> bind("pods", "p", "binding", binding.replace('\'', '"')))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bindings", "pods"})
  void thePodMustBeThere(String resource) {
    var binding = TO_NODE.replace("\"p\"", "\"none\"");
    var name = resource.equals("pods") ? "none" : "";
    var subresource = resource.equals("pods") ? "binding" : "";
    assertThatThrownBy(() -> bind(resource, name, subresource, binding))
        .isInstanceOf(ApiException.NotFound.class)
        .hasMessage("pods \"none\" not found");
  }

  private ApiResponse.Done bind(String resource, String name, String subresource, String json) {
    var target =
        new Target(
            PipelineFixture.resource("v1", resource), PipelineFixture.NAMESPACE, name, subresource);
    var create = new ApiRequest.Create(target, PipelineFixture.body(json), WriteOptions.defaults());
    return (ApiResponse.Done) api.handle(create);
  }
}
