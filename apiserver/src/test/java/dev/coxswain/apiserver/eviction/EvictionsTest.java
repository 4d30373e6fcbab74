package dev.coxswain.apiserver.eviction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.Body;
import dev.coxswain.apiserver.request.MediaType;
import dev.coxswain.apiserver.request.PipelineFixture;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.request.WriteOptions;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An eviction deletes the pod of its URL, or nothing.
class EvictionsTest {
  private final List<ApiRequest> deletions = new ArrayList<>();
  private final Evictions evictions =
      new Evictions(
          new InMemoryStorage(),
          new OnePod(),
          () -> PipelineFixture.NOW,
          (request, _) -> {
            deletions.add(request);
            return new ApiResponse.Done(Status.getDefaultInstance(), 200);
          });

  @Test
  void thePodIsDeleted() {
    assertThat(evict("p", "{'metadata':{'name':'p'}}").code()).isEqualTo(201);
    assertThat(deletions)
        .extracting(request -> request.target().namespace() + "/" + request.target().name())
        .containsExactly("default/p");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p|{'metadata':{'name':'q'}}|400|name in URL does not match name in Eviction object",
        "p|{'metadata':{'name':'p','namespace':'x'}}|400|the namespace of the provided object does"
            + " not match the namespace sent on the request",
        "q|{'metadata':{'name':'q'}}|404|pods \"q\" not found"
      },
      quoteCharacter = '`')
  void whatIsWrongDeletesNothing(String name, String eviction, int code, String message) {
    assertThatThrownBy(() -> evict(name, eviction))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
    assertThat(deletions).isEmpty();
  }

  private ApiResponse.Done evict(String name, String json) {
    var target = new Target(PipelineFixture.resource("v1", "pods"), "default", name, "eviction");
    var body = Body.of(MediaType.JSON, json.replace('\'', '"').getBytes(UTF_8));
    var context =
        new RequestContext(
            UserInfo.of("admin", "system:masters"), "test/1.0", PipelineFixture.NOW, _ -> {});
    var create = new ApiRequest.Create(target, body, WriteOptions.defaults());
    return (ApiResponse.Done) evictions.handle(create, context);
  }

  /// Knows the pod `default/p`, and no budgets.
  private static final class OnePod implements Lookup {
    private final Pod pod =
        Pod.newBuilder()
            .setMetadata(
                Pod.getDefaultInstance().getMetadata().toBuilder()
                    .setNamespace("default")
                    .setName("p"))
            .build();

    @Override
    public <M extends Message> Optional<M> get(Class<M> type, ObjectKey key) {
      return Optional.of(pod).filter(p -> Metadata.key(p).equals(key)).map(type::cast);
    }

    @Override
    public <M extends Message> List<M> list(Class<M> type, String namespace) {
      return List.of();
    }
  }
}
