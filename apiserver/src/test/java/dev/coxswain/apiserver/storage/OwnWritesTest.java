package dev.coxswain.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import org.junit.jupiter.api.Test;

class OwnWritesTest {
  private static final String KEY = "/registry/configmaps/default/a";
  private static final ConfigMap MAP = ConfigMap.newBuilder().putData("k", "v").build();
  private static final KindType KIND = Scheme.kubernetes().kindOf(MAP);
  private static final ResourceType MAPS = Scheme.kubernetes().resourceOf(ConfigMap.class);
  private static final byte[] VALUE = {1, 2, 3};

  private final OwnWrites writes = new OwnWrites();

  @Test
  void writerAndReaderShareOneObject() {
    var write = writes.begin(KEY, KIND, MAP, VALUE);
    var claimed = writes.claim(MAPS, KEY, VALUE.clone(), 42);
    assertThat(claimed).containsSame(write.at(42));
    assertThat(claimed.orElseThrow().metadata().getResourceVersion()).isEqualTo("42");
    assertThat(writes.claim(MAPS, KEY, VALUE, 43)).as("once only").isEmpty();
  }

  @Test
  void whatAnotherWroteIsNotTakenForOurs() {
    var write = writes.begin(KEY, KIND, MAP, VALUE);
    assertThat(writes.claim(MAPS, KEY, new byte[] {9}, 41)).isEmpty();
    assertThat(writes.claim(MAPS, "/registry/configmaps/default/b", VALUE, 41)).isEmpty();
    assertThat(writes.claim(MAPS, KEY, VALUE, 42)).containsSame(write.at(42));
  }

  @Test
  void whatWasNotWrittenIsForgotten() {
    writes.giveUp(KEY, writes.begin(KEY, KIND, MAP, VALUE));
    assertThat(writes.claim(MAPS, KEY, VALUE, 42)).isEmpty();
    writes.begin(KEY, KIND, MAP, VALUE);
    writes.forget();
    assertThat(writes.claim(MAPS, KEY, VALUE, 42)).isEmpty();
  }
}
