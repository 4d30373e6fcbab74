package dev.coxswain.controllermanager.job;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.PatchType;
import dev.coxswain.controllermanager.framework.MergePatch;
import java.util.List;

/// The pods that are kept until they are counted, on the server.
final class TrackedPods {
  private final ApiClient client;

  TrackedPods(ApiClient client) {
    this.client = client;
  }

  /// Lets the pod go.
  void release(Pod pod) {
    var patch =
        MergePatch.metadata()
            .put("uid", pod.getMetadata().getUid())
            .putTexts("$deleteFromPrimitiveList/finalizers", List.of(JobPods.TRACKING))
            .bytes();
    try {
      client.patch(Pod.class, Metadata.key(pod), PatchType.STRATEGIC, patch, "");
    } catch (ApiException.NotFound e) {
      // Gone, so that nothing holds it.
    }
  }
}
