package dev.coxswain.apiserver.admission.general;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.networking.v1.Ingress;
import dev.coxswain.api.networking.v1.IngressClass;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.Manifests;
import org.junit.jupiter.api.Test;

final class GeneralStepsTest {
  private final World world = new World();

  @Test
  void theNewestDefaultIngressClassCounts() {
    var mark = "annotations: {ingressclass.kubernetes.io/is-default-class: 'true'}";
    world.add(
        IngressClass.class,
        "metadata: {name: a, creationTimestamp: '2026-01-01T00:00:00Z', %s}".formatted(mark));
    world.add(
        IngressClass.class,
        "metadata: {name: b, creationTimestamp: '2026-02-01T00:00:00Z', %s}".formatted(mark));
    world.add(IngressClass.class, "metadata: {name: c, creationTimestamp: '2026-03-01T00:00:00Z'}");
    var step = new DefaultIngressClass(world);
    Ingress classed =
        (Ingress)
            World.enter(
                step,
                world.create(
                    Manifests.read(Ingress.class, "metadata: {name: i, namespace: here}")));
    assertThat(classed.getSpec().getIngressClassName()).isEqualTo("b");
    var own =
        Manifests.read(
            Ingress.class, "{metadata: {name: i, namespace: here}, spec: {ingressClassName: x}}");
    Ingress kept = (Ingress) World.enter(step, world.create(own));
    assertThat(kept).isEqualTo(own);
  }

  @Test
  void externalAddressesMayOnlyGo() {
    var step = new DenyServiceExternalIPs();
    var two = service("[1.1.1.1, 2.2.2.2]");
    World.enter(step, world.update(two, service("[2.2.2.2]")));
    assertThatThrownBy(() -> World.enter(step, world.create(two)))
        .hasMessageEndingWith("Use of external IPs is denied by admission control.");
    assertThatThrownBy(() -> World.enter(step, world.update(two, service("[3.3.3.3]"))))
        .hasMessageContaining("denied");
  }

  @Test
  void ownersAreChangedByWhoMayDelete() {
    var plain = map("");
    var owned = map(", ownerReferences: [{apiVersion: v1, kind: Node, name: far, uid: u}]");
    var blocking =
        map(
            ", ownerReferences: [{apiVersion: v1, kind: Node, name: far, uid: u,"
                + " blockOwnerDeletion: true}]");
    var nobody = new OwnerReferencesPermission(_ -> Decision.deny(""));
    World.enter(nobody, world.create(owned));
    World.enter(nobody, world.update(owned, owned));
    assertThatThrownBy(() -> World.enter(nobody, world.update(plain, owned)))
        .hasMessageContaining("cannot set an ownerRef on a resource you can't delete");
    assertThatThrownBy(() -> World.enter(nobody, world.create(blocking)))
        .hasMessageContaining("cannot set blockOwnerDeletion");
    var deleter =
        new OwnerReferencesPermission(
            a -> a.verb().equals("delete") ? Decision.allow("") : Decision.deny(""));
    World.enter(deleter, world.update(plain, owned));
  }

  private static ConfigMap map(String metadata) {
    return Manifests.read(
        ConfigMap.class, "metadata: {name: m, namespace: here%s}".formatted(metadata));
  }

  private static Service service(String addresses) {
    return Manifests.read(
        Service.class,
        "{metadata: {name: s, namespace: here}, spec: {externalIPs: %s}}".formatted(addresses));
  }
}
