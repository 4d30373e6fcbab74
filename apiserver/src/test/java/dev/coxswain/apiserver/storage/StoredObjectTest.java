package dev.coxswain.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoredObjectTest {
  private static final ConfigMap MAP = ConfigMap.newBuilder().putData("k", "v").build();
  private static final KindType KIND = Scheme.kubernetes().kindOf(MAP);

  private final AtomicInteger decoded = new AtomicInteger();

  private Message decode() {
    decoded.incrementAndGet();
    return MAP;
  }

  @Test
  void eachFormIsMadeOnce() {
    var object = StoredObject.lazy(KIND, 7, this::decode);
    assertThat(object.json()).isSameAs(object.json());
    assertThat(object.wire()).isSameAs(object.wire());
    assertThat(decoded).hasValue(1);
  }

  @Test
  void whatIsRetiredSaysTheSame() {
    var object = StoredObject.lazy(KIND, 7, this::decode);
    var json = object.json();
    var wire = object.wire();
    int end = object.jsonMetadataEnd();
    object.retire();
    assertThat(object.json()).isNotSameAs(json).isEqualTo(json);
    assertThat(object.wire()).isEqualTo(wire);
    assertThat(object.jsonMetadataEnd()).isEqualTo(end);
    assertThat(decoded).hasValue(2);
  }

  @Test
  void whatCannotBeMadeAgainIsKept() {
    var object = StoredObject.of(KIND, MAP, 7);
    var json = object.json();
    object.retire();
    assertThat(object.message()).isSameAs(MAP);
    assertThat(object.json()).isSameAs(json);
    object.backedBy(this::decode);
    object.retire();
    assertThat(object.json()).isEqualTo(json);
    assertThat(decoded).hasValue(1);
  }
}
