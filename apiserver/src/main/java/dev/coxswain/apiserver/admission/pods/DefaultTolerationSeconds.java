package dev.coxswain.apiserver.admission.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import java.util.Map;
import java.util.TreeMap;

/// Pods stay for a while on a node that is not ready or cannot be reached, unless they say
/// otherwise.
public final class DefaultTolerationSeconds implements Admission {
  private final Map<String, Long> secondsByTaint;

  /// @param notReadySeconds how long pods stay on a node that is not ready
  /// @param unreachableSeconds how long pods stay on a node that cannot be reached
  public DefaultTolerationSeconds(long notReadySeconds, long unreachableSeconds) {
    this.secondsByTaint = new TreeMap<>();
    secondsByTaint.put("node.kubernetes.io/not-ready", notReadySeconds);
    secondsByTaint.put("node.kubernetes.io/unreachable", unreachableSeconds);
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request.object(Pod.class).<Message>map(this::tolerant).orElse(object);
  }

  private Pod tolerant(Pod pod) {
    var changed = pod.toBuilder();
    secondsByTaint.forEach((taint, seconds) -> {
      if (pod.getSpec().getTolerationsList().stream().noneMatch(t -> concerns(t, taint))) {
        changed
            .getSpecBuilder()
            .addTolerations(
                Toleration.newBuilder()
                    .setKey(taint)
                    .setOperator("Exists")
                    .setEffect("NoExecute")
                    .setTolerationSeconds(seconds));
      }
    });
    return changed.build();
  }

  private static boolean concerns(Toleration toleration, String taint) {
    boolean key = toleration.getKey().isEmpty() || toleration.getKey().equals(taint);
    boolean effect = toleration.getEffect().isEmpty() || toleration.getEffect().equals("NoExecute");
    return key && effect;
  }
}
