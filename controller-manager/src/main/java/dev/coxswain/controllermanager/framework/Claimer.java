package dev.coxswain.controllermanager.framework;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.PatchType;
import java.util.ArrayList;
import java.util.List;

/// Carries out the claims of an owner: adopts and releases objects on the server.
public final class Claimer {
  private final ApiClient client;

  public Claimer(ApiClient client) {
    this.client = client;
  }

  /// Adopts and releases, and says what is the owner's now.
  public <M extends Message> List<M> claim(
      Message owner, Selector selector, List<M> candidates, Class<M> type) {
    var claims = Owners.claim(Metadata.of(owner), selector, candidates);
    var mine = new ArrayList<M>(claims.kept());
    if (!claims.adopted().isEmpty() && mayAdopt(owner)) {
      claims.adopted().forEach(object -> adopt(owner, object, type, mine));
    }
    claims.released().forEach(object -> release(owner, object, type));
    return List.copyOf(mine);
  }

  // The cache may show an owner that is long gone, or another of the same name.
  private boolean mayAdopt(Message owner) {
    try {
      var metadata = Metadata.of(client.get(owner.getClass(), Metadata.key(owner)));
      return metadata.getUid().equals(Metadata.of(owner).getUid())
          && !metadata.hasDeletionTimestamp();
    } catch (ApiException.NotFound e) {
      return false;
    }
  }

  private <M extends Message> void adopt(Message owner, M object, Class<M> type, List<M> mine) {
    var owners = new ArrayList<>(Metadata.of(object).getOwnerReferencesList());
    owners.add(Owners.controllerRef(owner));
    try {
      mine.add(
          client.patch(
              type, Metadata.key(object), PatchType.MERGE, Owners.patch(object, owners), ""));
    } catch (ApiException.NotFound e) {
      // Gone: nothing to adopt.
    }
  }

  private <M extends Message> void release(Message owner, M object, Class<M> type) {
    var uid = Metadata.of(owner).getUid();
    var owners =
        Metadata.of(object).getOwnerReferencesList().stream()
            .filter(ref -> !ref.getUid().equals(uid))
            .toList();
    try {
      client.patch(type, Metadata.key(object), PatchType.MERGE, Owners.patch(object, owners), "");
    } catch (ApiException.NotFound e) {
      // Gone: nothing to release.
    }
  }
}
