package dev.coxswain.apiserver;

import dev.coxswain.apiserver.admission.catalog.AdmissionPlugins;
import dev.coxswain.apiserver.admission.catalog.Surroundings;
import dev.coxswain.apiserver.allocation.AllocationRepair;
import dev.coxswain.apiserver.allocation.ServiceAllocator;
import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.authz.rbac.RbacAuthorizer;
import dev.coxswain.apiserver.bootstrap.Bootstrap;
import dev.coxswain.apiserver.bootstrap.ServerIdentity;
import dev.coxswain.apiserver.escalation.EscalationGuard;
import dev.coxswain.apiserver.eviction.Evictions;
import dev.coxswain.apiserver.health.ComponentStatuses;
import dev.coxswain.apiserver.health.ComponentStatuses.Health;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.loops.EventLoops;
import dev.coxswain.apiserver.metrics.AdmissionMetrics;
import dev.coxswain.apiserver.metrics.MeasuredStorage;
import dev.coxswain.apiserver.proxy.LocalComponent;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.registry.catalog.Catalog;
import dev.coxswain.apiserver.request.CacheLookup;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.review.Reviews;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.storage.etcd.Compactor;
import dev.coxswain.apiserver.storage.etcd.EtcdStorage;
import dev.coxswain.apiserver.usage.UsageBoard;
import dev.coxswain.component.Metrics;
import dev.coxswain.component.Shutdown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Strings the server up from its flags. What is started later is ended earlier.
final class ApiServer {
  private static final int CONTROLLER_MANAGER_PORT = 10257;
  private static final int SCHEDULER_PORT = 10259;
  private static final Duration REPAIR_INTERVAL = Duration.ofMinutes(3);

  private final ApiServerCommand flags;
  private final Shutdown shutdown;
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final Metrics metrics;

  private ApiServer(ApiServerCommand flags, Shutdown shutdown) {
    this.flags = flags;
    this.shutdown = shutdown;
    this.metrics = shutdown.closing("metrics", new Metrics());
  }

  /// Returns when the server listens.
  static void start(ApiServerCommand flags, Shutdown shutdown) throws IOException {
    new ApiServer(flags, shutdown).start();
  }

  private void start() throws IOException {
    flags.limits.check();
    flags.addresses.insecure();
    flags.authorization.check();
    var deadlines = shutdown.closing("deadlines", new Deadlines());
    var loops = shutdown.closing("event loops", new EventLoops());
    var etcd = new EtcdStorage(flags.etcd.config(), loops, deadlines, clock);
    Storage storage = shutdown.closing("etcd", new MeasuredStorage(etcd, metrics.registry()));
    var cache = shutdown.closing("cache", ClusterCache.start(storage, clock));
    var lookup = new CacheLookup(cache, storage);
    var tls = flags.serving.tls("kube-apiserver");
    var authenticator = flags.authentication.authenticator(tls.trustManager(), lookup, clock);
    var authorizer = flags.authorization.authorizer(lookup);
    var strategies = Catalog.strategies();
    var pipeline = pipeline(storage, cache, lookup, authenticator, authorizer, strategies);
    startHousekeeping(etcd, storage, lookup, pipeline);
    var core = new Core(storage, cache, lookup, authenticator, authorizer, pipeline, strategies);
    var bootstrap = Bootstrap.start(pipeline, storage, identity(), clock);
    var ending = new Ending(flags.limits.shutdownDelay);
    new Fronts(flags, core, bootstrap, ending, metrics, usage(lookup), deadlines, loops, clock)
        .listen(address(), tls, shutdown);
    shutdown.closing("bootstrap", bootstrap); // Nobody is sent here any more, then the ports close.
    shutdown.closing("readiness", ending);
  }

  private RequestPipeline pipeline(
      Storage storage,
      ClusterCache cache,
      Lookup lookup,
      Authenticator authenticator,
      Authorizer authorizer,
      StrategyRegistry strategies)
      throws IOException {
    var services =
        new ServiceAllocator(
            storage, flags.services.addressRanges(), flags.services.portRange(), random);
    var times = new AdmissionMetrics();
    metrics.collect(times);
    var admission =
        AdmissionPlugins.chain(
            new Surroundings(
                flags.admission.settings(), lookup, storage, authorizer, random, Thread::sleep),
            times);
    Supplier<RequestPipeline.Builder> common =
        () ->
            RequestPipeline.builder()
                .storage(storage, cache)
                .strategies(strategies)
                .admission(admission)
                .clock(clock)
                .random(random)
                .hook("services", services);
    var unquestioned = common.get().authorizer(_ -> Decision.allow("")).build();
    var pipeline =
        common
            .get()
            .authorizer(authorizer)
            .handler(
                "pods", "eviction", new Evictions(storage, lookup, clock, unquestioned::handle));
    new Reviews(authenticator, authorizer, flags.authentication.accounts.audiences())
        .register(pipeline);
    pipeline.handler("componentstatuses", "", components(storage));
    new EscalationGuard(authorizer, new RbacAuthorizer(lookup), lookup).register(pipeline);
    flags
        .authentication
        .accounts
        .tokenRequests(lookup, clock)
        .ifPresent(tokens -> pipeline.handler("serviceaccounts", "token", tokens));
    return pipeline.build();
  }

  /// On the ports that they have unless told otherwise: nobody says which else they have.
  private static ComponentStatuses components(Storage storage) throws IOException {
    return new ComponentStatuses(
        Map.of(
            "controller-manager",
            new LocalComponent(CONTROLLER_MANAGER_PORT),
            "scheduler",
            new LocalComponent(SCHEDULER_PORT),
            "etcd-0",
            () -> health(storage)));
  }

  private static Health health(Storage storage) {
    try {
      storage.currentRevision();
      return Health.well("ok");
    } catch (StorageException e) {
      return Health.unwell("");
    }
  }

  private void startHousekeeping(
      EtcdStorage etcd, Storage storage, Lookup lookup, RequestPipeline pipeline) {
    if (!flags.etcd.compactionInterval.isZero()) {
      var compactor = new Compactor(etcd);
      shutdown.closing(
          "compaction",
          Housekeeping.every(flags.etcd.compactionInterval, "compaction", compactor::step));
    }
    var events = new RepairEvents(pipeline, clock);
    var repair = new AllocationRepair(storage, lookup, flags.services.portRange(), random, events);
    shutdown.closing(
        "allocation repair",
        Housekeeping.every(
            REPAIR_INTERVAL, "allocation repair", () -> repair.run(clock.instant())));
  }

  /// Empty if nobody wants to know.
  private Optional<UsageBoard> usage(Lookup lookup) throws IOException {
    var every = flags.kubelets.metricResolution;
    if (every.isZero()) {
      return Optional.empty();
    }
    var connector = flags.kubelets.connector(lookup);
    var board = new UsageBoard(lookup, node -> connector.fetch(node, "/metrics/resource"));
    shutdown.closing("usage", Housekeeping.every(every, "usage", board::step));
    return Optional.of(board);
  }

  private ServerIdentity identity() {
    return new ServerIdentity(
        flags.addresses.advertised(),
        address().getPort(),
        flags.services.addresses.getFirst(),
        hostname(),
        UUID.randomUUID().toString());
  }

  private InetSocketAddress address() {
    return flags
        .serving
        .address()
        .orElseThrow(() -> new IllegalArgumentException("wants --secure-port other than 0"));
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // The name is for people; a machine without one still serves.
    }
  }
}
