package dev.coxswain.apiserver.admission.nodes;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;

/// A new node takes no pods until it is known to be ready.
public final class TaintNodesByCondition implements Admission {
  private static final Taint NOT_READY =
      Taint.newBuilder().setKey("node.kubernetes.io/not-ready").setEffect("NoSchedule").build();

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request.created(Node.class).<Message>map(TaintNodesByCondition::tainted).orElse(object);
  }

  private static Node tainted(Node node) {
    boolean present =
        node.getSpec().getTaintsList().stream()
            .anyMatch(t ->
                t.getKey().equals(NOT_READY.getKey())
                    && t.getEffect().equals(NOT_READY.getEffect()));
    if (present) {
      return node;
    }
    var tainted = node.toBuilder();
    tainted.getSpecBuilder().addTaints(NOT_READY);
    return tainted.build();
  }
}
