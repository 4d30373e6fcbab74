package dev.coxswain.apiserver.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.ComponentStatus;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.health.ComponentStatuses.Health;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.ListSelection;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComponentStatusesTest {
  private final ComponentStatuses statuses =
      new ComponentStatuses(
          Map.of(
              "scheduler", () -> Health.unwell("connection refused"),
              "controller-manager", () -> Health.well("ok"),
              "etcd-0", () -> Health.well("ok")));

  @Test
  void allAreAskedByName() {
    assertThat(list("", ""))
        .containsExactly(
            "controller-manager True ok", "etcd-0 True ok", "scheduler False connection refused");
    assertThat(list("", "metadata.name=etcd-0")).containsExactly("etcd-0 True ok");
    assertThat(list("a=b", "")).isEmpty();
    assertThatThrownBy(() -> list("a in", "")).isInstanceOf(ApiException.BadRequest.class);
  }

  @Test
  void oneIsAskedAlone() {
    var one = (ApiResponse.One) handle(new ApiRequest.Get(target("etcd-0"), ""));
    assertThat(text((ComponentStatus) one.object().message())).isEqualTo("etcd-0 True ok");
    assertThatThrownBy(() -> handle(new ApiRequest.Get(target("nope"), "")))
        .hasMessage("Component not found: nope");
  }

  private List<String> list(String labels, String fields) {
    var selection = new ListSelection(labels, fields, "", "", 0, "");
    var many = (ApiResponse.Many) handle(new ApiRequest.ListObjects(target(""), selection));
    return many.items().stream().map(item -> text((ComponentStatus) item.message())).toList();
  }

  private static String text(ComponentStatus status) {
    var condition = status.getConditions(0);
    return "%s %s %s"
        .formatted(status.getMetadata().getName(), condition.getStatus(), condition.getMessage());
  }

  private ApiResponse handle(ApiRequest request) {
    return statuses.handle(
        request, new RequestContext(UserInfo.of("jane"), "", Instant.EPOCH, _ -> {}));
  }

  private static Target target(String name) {
    return Target.of(Scheme.kubernetes().resourceOf(ComponentStatus.class), "", name);
  }
}
