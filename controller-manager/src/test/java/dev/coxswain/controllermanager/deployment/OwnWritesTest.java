package dev.coxswain.controllermanager.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.meta.v1.ObjectMeta;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnWritesTest {
  private static final Deployment WEB =
      Deployment.newBuilder().setMetadata(ObjectMeta.newBuilder().setUid("web")).build();

  private final OwnWrites written = new OwnWrites();

  @Test
  void whatWasMadeIsWaitedForUntilItIsSeen() {
    written.created(WEB, set("a", 1));
    assertThat(written.hasUnseen(WEB, List.of(), _ -> true)).isTrue();
    assertThat(written.hasUnseen(WEB, List.of(set("b", 1)), _ -> true)).isTrue();
    assertThat(written.hasUnseen(WEB, List.of(set("a", 1)), _ -> true)).isFalse();
    assertThat(written.hasUnseen(WEB, List.of(), _ -> true)).as("seen once is enough").isFalse();
  }

  @Test
  void whatIsGoneAlreadyIsNotWaitedFor() {
    written.created(WEB, set("a", 1));
    assertThat(written.hasUnseen(WEB, List.of(), _ -> false)).isFalse();
  }

  @Test
  void whatWasChangedIsWaitedForUntilTheVersionIsSeen() {
    written.wrote(set("a", 5));
    assertThat(written.areSeenIn(List.of(set("a", 4)))).isFalse();
    assertThat(written.areSeenIn(List.of(set("a", 5)))).isTrue();
  }

  private static ReplicaSet set(String uid, int version) {
    return ReplicaSet.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace("default")
                .setName(uid)
                .setUid(uid)
                .setResourceVersion(Integer.toString(version)))
        .build();
  }
}
