package dev.coxswain.apiserver.admission;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Toleration;
import java.util.List;

/// Pods stay for five minutes on a node that is not ready or cannot be reached, unless they say
/// otherwise.
final class DefaultTolerationSeconds implements Admission {
  private static final long SECONDS = 300;
  private static final List<String> TAINTS =
      List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request
        .object(Pod.class)
        .<Message>map(DefaultTolerationSeconds::tolerant)
        .orElse(object);
  }

  private static Pod tolerant(Pod pod) {
    var changed = pod.toBuilder();
    for (var taint : TAINTS) {
      if (pod.getSpec().getTolerationsList().stream().noneMatch(t -> concerns(t, taint))) {
        changed
            .getSpecBuilder()
            .addTolerations(
                Toleration.newBuilder()
                    .setKey(taint)
                    .setOperator("Exists")
                    .setEffect("NoExecute")
                    .setTolerationSeconds(SECONDS));
      }
    }
    return changed.build();
  }

  private static boolean concerns(Toleration toleration, String taint) {
    boolean key = toleration.getKey().isEmpty() || toleration.getKey().equals(taint);
    boolean effect = toleration.getEffect().isEmpty() || toleration.getEffect().equals("NoExecute");
    return key && effect;
  }
}
