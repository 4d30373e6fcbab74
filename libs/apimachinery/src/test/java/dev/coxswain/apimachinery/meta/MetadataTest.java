package dev.coxswain.apimachinery.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodList;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.OwnerReference;
import org.junit.jupiter.api.Test;

class MetadataTest {
  private static final Pod POD =
      Pod.newBuilder()
          .setMetadata(
              ObjectMeta.newBuilder()
                  .setNamespace("ns")
                  .setName("p")
                  .addOwnerReferences(OwnerReference.newBuilder().setName("other"))
                  .addOwnerReferences(
                      OwnerReference.newBuilder().setName("rs").setController(true)))
          .build();

  @Test
  void namesObjects() {
    assertThat(Metadata.key(POD)).hasToString("ns/p").isEqualTo(new ObjectKey("ns", "p"));
    assertThat(ObjectKey.clusterScoped("n")).hasToString("n");
  }

  @Test
  void editsACopy() {
    Pod edited = Metadata.edit(POD, m -> m.setName("q"));
    assertThat(Metadata.of(edited).getName()).isEqualTo("q");
    assertThat(Metadata.of(POD).getName()).isEqualTo("p");
  }

  @Test
  void findsTheController() {
    assertThat(Metadata.controllerOf(POD)).map(OwnerReference::getName).contains("rs");
    assertThat(Metadata.controllerOf(Node.getDefaultInstance())).isEmpty();
  }

  @Test
  void listsHaveOtherMetadata() {
    assertThat(Metadata.isIn(Pod.getDescriptor())).isTrue();
    assertThat(Metadata.isIn(PodList.getDescriptor())).isFalse();
    assertThatThrownBy(() -> Metadata.of(PodList.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
