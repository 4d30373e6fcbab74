package dev.coxswain.controllermanager.framework;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.ControllerLoop;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.Lister;
import dev.coxswain.client.Reconciler;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.SharedInformer;
import dev.coxswain.client.WorkQueue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What controllers are built from. Building one starts nothing.
public final class ControllerContext {
  private static final String BY_CONTROLLER = "controller";
  private static final String ORPHANS = "orphans/";

  private final ApiClient client;
  private final InformerFactory informers;
  private final InstantSource clock;
  private final Function<String, ApiClient> clients;
  private final Map<String, EventRecorder> recorders;

  public ControllerContext(ApiClient client, InformerFactory informers, InstantSource clock) {
    this(client, informers, clock, _ -> client, Collections.synchronizedMap(new LinkedHashMap<>()));
  }

  private ControllerContext(
      ApiClient client,
      InformerFactory informers,
      InstantSource clock,
      Function<String, ApiClient> clients,
      Map<String, EventRecorder> recorders) {
    this.client = client;
    this.informers = informers;
    this.clock = clock;
    this.clients = clients;
    this.recorders = recorders;
  }

  /// The same, but each controller calls the server by a client of its own.
  ///
  /// @param byController its client
  public ControllerContext withClients(Function<String, ApiClient> byController) {
    return new ControllerContext(client, informers, clock, byController, recorders);
  }

  /// What the controller is to be built from.
  public ControllerContext of(String controller) {
    return new ControllerContext(clients.apply(controller), informers, clock, clients, recorders);
  }

  public ApiClient client() {
    return client;
  }

  public InformerFactory informers() {
    return informers;
  }

  public InstantSource clock() {
    return clock;
  }

  public <M extends Message> SharedInformer<M> informer(Class<M> type) {
    return informers.informer(type);
  }

  public <M extends Message> Lister<M> lister(Class<M> type) {
    return informers.informer(type).lister();
  }

  public WorkQueue<ObjectKey> queue() {
    return new WorkQueue<>(clock);
  }

  /// Every change of an object of the type puts its key into the queue.
  public <M extends Message> void watch(Class<M> type, WorkQueue<ObjectKey> queue) {
    informer(type).addHandler(ResourceHandler.<M>keys(queue::add));
  }

  /// Every change of an object puts its controller's key into the queue, when that is of the kind.
  public <M extends Message> void watchOwned(
      Class<M> type, String ownerKind, WorkQueue<ObjectKey> queue) {
    informer(type)
        .addHandler(
            new ResourceHandler<M>() {
              @Override
              public void onAdd(M object) {
                owner(object, ownerKind).ifPresent(queue::add);
              }

              @Override
              public void onUpdate(M before, M after) {
                owner(before, ownerKind).ifPresent(queue::add);
                owner(after, ownerKind).ifPresent(queue::add);
              }

              @Override
              public void onDelete(M last) {
                owner(last, ownerKind).ifPresent(queue::add);
              }
            });
  }

  /// Like [#watchOwned]; an object that nobody controls wakes those that would adopt it.
  ///
  /// @param selector what an owner adopts
  public <M extends Message, O extends Message> void watchMembers(
      Class<M> type,
      Lister<O> owners,
      Function<O, Selector> selector,
      String ownerKind,
      WorkQueue<ObjectKey> queue) {
    watchOwned(type, ownerKind, queue);
    informer(type)
        .addHandler(ResourceHandler.objects(object -> wake(object, owners, selector, queue)));
  }

  private static <O extends Message> void wake(
      Message object,
      Lister<O> owners,
      Function<O, Selector> selector,
      WorkQueue<ObjectKey> queue) {
    if (Metadata.controllerOf(object).isPresent()) {
      return;
    }
    var metadata = Metadata.of(object);
    for (var owner : owners.list(metadata.getNamespace(), Selector.everything())) {
      var wanted = selector.apply(owner);
      if (!wanted.isEmpty() && wanted.matches(metadata.getLabelsMap())) {
        queue.add(Metadata.key(owner));
      }
    }
  }

  /// The objects that may be the owner's: those it controls, and those of the namespace that nobody
  /// controls.
  public static <M extends Message> List<M> candidates(Lister<M> indexed, Message owner) {
    var metadata = Metadata.of(owner);
    var found = new ArrayList<M>(indexed.byIndex(BY_CONTROLLER, metadata.getUid()));
    found.addAll(indexed.byIndex(BY_CONTROLLER, ORPHANS + metadata.getNamespace()));
    return found;
  }

  /// A lister that finds objects by their controller's uid.
  public <M extends Message> Lister<M> byController(Class<M> type) {
    var informer = informer(type);
    informer.addIndex(BY_CONTROLLER, ControllerContext::controllerIndex);
    return informer.lister();
  }

  public static <M extends Message> List<M> controlledBy(Lister<M> indexed, String uid) {
    return indexed.byIndex(BY_CONTROLLER, uid);
  }

  private static List<String> controllerIndex(Message object) {
    return List.of(
        Metadata.controllerOf(object)
            .map(OwnerReference::getUid)
            .orElseGet(() -> ORPHANS + Metadata.of(object).getNamespace()));
  }

  /// The key of the object's controller, if that is of the kind.
  public static Optional<ObjectKey> owner(Message object, String kind) {
    return Metadata.controllerOf(object)
        .filter(ref -> ref.getKind().equals(kind))
        .map(ref -> new ObjectKey(Metadata.of(object).getNamespace(), ref.getName()));
  }

  /// The recorder of one event source, such as `deployment-controller`.
  public EventRecorder recorder(String component) {
    return recorders.computeIfAbsent(component, name -> new EventRecorder(client, name, "", clock));
  }

  public List<EventRecorder> recorders() {
    synchronized (recorders) {
      return List.copyOf(recorders.values());
    }
  }

  public static Controller controller(
      String name, WorkQueue<ObjectKey> queue, int workers, Reconciler reconciler) {
    var loop = new ControllerLoop(name, queue, key -> reconcile(reconciler, key), workers);
    return new Controller(name, queue, loop);
  }

  // In a namespace that is going away nothing can be created, and nothing is missed.
  private static void reconcile(Reconciler reconciler, ObjectKey key) throws Exception {
    try {
      reconciler.reconcile(key);
    } catch (ApiException.Forbidden e) {
      if (!PodControl.isNamespaceTerminating(e)) {
        throw e;
      }
    }
  }
}
