package dev.coxswain.controllermanager.history;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.controllermanager.framework.Claimer;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.Owners;
import java.util.List;
import java.util.Set;

/// Keeps the revisions of owners on the server.
public final class RevisionHistory {
  private static final int MAX_COLLISIONS = 100;

  private final ApiClient client;
  private final Lister<ControllerRevision> revisions;
  private final Claimer claimer;
  private final String hashLabel;

  /// @param hashLabel where revisions have the hash of what they keep
  public RevisionHistory(ControllerContext context, String hashLabel) {
    this.hashLabel = hashLabel;
    this.client = context.client();
    this.revisions = context.byController(ControllerRevision.class);
    this.claimer = new Claimer(client);
  }

  /// All revisions of the owner; those without an owner that match its selector become its own.
  public List<ControllerRevision> of(Message owner, LabelSelector selector) {
    return claimer.claim(
        owner,
        Selector.of(selector),
        ControllerContext.candidates(revisions, owner),
        ControllerRevision.class);
  }

  /// The revision of the present template: an earlier one with the highest number, or a new one.
  public ControllerRevision current(
      Message owner, PodTemplateSpec template, List<ControllerRevision> all) {
    var wanted = Revisions.create(owner, template, hashLabel, Revisions.next(all), 0);
    var known = Revisions.equalTo(wanted, all);
    if (known.isEmpty()) {
      return create(owner, template, wanted);
    }
    boolean latest = known.get().getRevision() + 1 == wanted.getRevision();
    return latest
        ? known.get()
        : client.update(known.get().toBuilder().setRevision(wanted.getRevision()).build());
  }

  private ControllerRevision create(
      Message owner, PodTemplateSpec template, ControllerRevision first) {
    var wanted = first;
    for (int collisions = 1; collisions <= MAX_COLLISIONS; collisions++) {
      try {
        return client.create(wanted);
      } catch (ApiException.AlreadyExists e) {
        var there = client.get(ControllerRevision.class, Metadata.key(wanted));
        if (Owners.isControlledBy(there, owner) && Revisions.sameData(there, wanted)) {
          return there;
        }
        wanted = Revisions.create(owner, template, hashLabel, first.getRevision(), collisions);
      }
    }
    throw new IllegalStateException(
        "no free name for a revision of "
            + Metadata.key(owner)
            + ", last tried "
            + wanted.getMetadata().getName());
  }

  /// Deletes what nobody needs any more.
  ///
  /// @param used names of revisions that pods have
  /// @param limit how many of the others stay
  public void truncate(List<ControllerRevision> all, Set<String> used, int limit) {
    delete(Revisions.outdated(all, used, limit));
  }

  /// Like [#truncate], but the used ones are within the limit.
  public void truncateAll(List<ControllerRevision> all, Set<String> used, int limit) {
    int inUse = Math.toIntExact(all.stream().filter(r -> used.contains(name(r))).count());
    delete(Revisions.outdated(all, used, Math.max(0, limit - inUse)));
  }

  private static String name(ControllerRevision revision) {
    return revision.getMetadata().getName();
  }

  private void delete(List<ControllerRevision> outdated) {
    for (var revision : outdated) {
      try {
        client.delete(
            ControllerRevision.class, Metadata.key(revision), DeleteOptions.getDefaultInstance());
      } catch (ApiException.NotFound e) {
        // Gone, as it should be.
      }
    }
  }
}
