package dev.coxswain.scheduler.plugins.volumes;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.scheduler.framework.Verdict;
import java.util.List;

/// What becomes of a pod's claims if the pod goes to a certain node.
sealed interface ClaimPlan {
  /// The node will do.
  ///
  /// @param bindings claims for which there are volumes
  /// @param provisioned claims whose volumes are to be made for the node
  record Possible(List<Binding> bindings, List<PersistentVolumeClaim> provisioned)
      implements ClaimPlan {
    public Possible {
      bindings = List.copyOf(bindings);
      provisioned = List.copyOf(provisioned);
    }

    boolean isNothing() {
      return bindings.isEmpty() && provisioned.isEmpty();
    }
  }

  /// The node will not do.
  record Impossible(Verdict verdict) implements ClaimPlan {}

  record Binding(PersistentVolumeClaim claim, PersistentVolume volume) {}
}
