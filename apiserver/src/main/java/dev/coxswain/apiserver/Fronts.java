package dev.coxswain.apiserver;

import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.authn.Authentication;
import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.bootstrap.Bootstrap;
import dev.coxswain.apiserver.discovery.DiscoveryEndpoint;
import dev.coxswain.apiserver.discovery.RootEndpoint;
import dev.coxswain.apiserver.discovery.VersionEndpoint;
import dev.coxswain.apiserver.flow.FlowMetrics;
import dev.coxswain.apiserver.flow.RequestLimits;
import dev.coxswain.apiserver.grpc.GrpcFront;
import dev.coxswain.apiserver.health.HealthEndpoint;
import dev.coxswain.apiserver.health.MetricsEndpoint;
import dev.coxswain.apiserver.health.ServerChecks;
import dev.coxswain.apiserver.http.Endpoint;
import dev.coxswain.apiserver.http.HttpServer;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.loops.EventLoops;
import dev.coxswain.apiserver.metrics.RequestMetrics;
import dev.coxswain.apiserver.openapi.OpenApiEndpoint;
import dev.coxswain.apiserver.rest.RestHandler;
import dev.coxswain.apiserver.usage.UsageBoard;
import dev.coxswain.apiserver.usage.UsageEndpoint;
import dev.coxswain.component.HealthChecks;
import dev.coxswain.component.Metrics;
import dev.coxswain.component.Shutdown;
import dev.coxswain.component.TlsMaterial;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the ports: REST and gRPC over TLS, and REST for this machine alone where that is wanted.
final class Fronts {
  private static final Logger log = LoggerFactory.getLogger(Fronts.class);

  private final ApiServerCommand flags;
  private final Core core;
  private final Bootstrap bootstrap;
  private final Ending ending;
  private final Metrics metrics;
  private final RequestMetrics requestMetrics;
  private final RequestLimits limits;
  private final Optional<UsageBoard> usage;
  private final Deadlines deadlines;
  private final EventLoops loops;
  private final InstantSource clock;

  /// @param usage what `metrics.k8s.io` shows, if it is served
  Fronts(
      ApiServerCommand flags,
      Core core,
      Bootstrap bootstrap,
      Ending ending,
      Metrics metrics,
      Optional<UsageBoard> usage,
      Deadlines deadlines,
      EventLoops loops,
      InstantSource clock) {
    this.flags = flags;
    this.core = core;
    this.bootstrap = bootstrap;
    this.ending = ending;
    this.metrics = metrics;
    this.requestMetrics = new RequestMetrics(metrics.registry());
    this.limits = flags.limits.limits(core.lookup(), clock, new FlowMetrics(metrics.registry()));
    this.usage = usage;
    this.deadlines = deadlines;
    this.loops = loops;
    this.clock = clock;
    requestMetrics.gaugeInflight("readOnly", limits::readingNow);
    requestMetrics.gaugeInflight("mutating", limits::mutatingNow);
  }

  /// @throws IOException if an address is taken, or a file can't be read
  void listen(InetSocketAddress address, TlsMaterial tls, Shutdown shutdown) throws IOException {
    var insecure = flags.addresses.insecure();
    if (insecure.isPresent()) {
      listenInsecurely(insecure.get(), shutdown);
    }
    var grpc =
        shutdown.closing(
            "grpc",
            GrpcFront.start(
                new InetSocketAddress(address.getAddress(), flags.addresses.grpcPort),
                Optional.of(ServerTls.builder(tls)),
                core.authenticator(),
                core.pipeline(),
                limits,
                requestMetrics,
                flags.limits.requestTimeout,
                loops,
                deadlines,
                clock));
    SslContext context = ServerTls.context(tls);
    var rest =
        shutdown.closing(
            "rest",
            HttpServer.listen(
                address,
                Optional.of(() -> context),
                handler(core.authenticator()),
                flags.limits.requestTimeout,
                loops));
    log.atInfo().addKeyValue("rest", rest.port()).addKeyValue("grpc", grpc.port()).log("serving");
  }

  private void listenInsecurely(InetSocketAddress address, Shutdown shutdown) throws IOException {
    log.atWarn()
        .addKeyValue("address", address)
        .log("--insecure-port: everybody on this machine has every right");
    var everybody =
        new Authentication.Known(
            UserInfo.of("system:unsecured", "system:masters", "system:authenticated"), List.of());
    shutdown.closing(
        "insecure port",
        HttpServer.listen(
            address,
            Optional.empty(),
            handler(_ -> everybody),
            flags.limits.requestTimeout,
            loops));
  }

  private RestHandler handler(Authenticator authenticator) throws IOException {
    return new RestHandler(
        authenticator,
        core.authorizer(),
        core.pipeline(),
        flags.kubelets.connector(core.lookup()),
        endpoints(),
        core.strategies(),
        limits,
        flags.limits.deadlines(deadlines),
        requestMetrics,
        clock);
  }

  private List<Endpoint> endpoints() throws IOException {
    var scheme = Scheme.kubernetes();
    var port = flags.serving.address().map(InetSocketAddress::getPort).orElse(0);
    var reached = flags.addresses.advertised().getHostAddress() + ":" + port;
    var endpoints = new ArrayList<Endpoint>();
    var health = new HealthEndpoint(checks());
    endpoints.add(health);
    var others = usage.stream().map(_ -> UsageEndpoint.discovery()).toList();
    endpoints.add(new DiscoveryEndpoint(scheme, others, reached));
    usage.ifPresent(board -> endpoints.add(new UsageEndpoint(core.lookup(), board)));
    endpoints.add(new VersionEndpoint());
    endpoints.add(new OpenApiEndpoint());
    endpoints.add(new MetricsEndpoint(metrics));
    flags.authentication.accounts.endpoint(reached).ifPresent(endpoints::add);
    endpoints.add(new RootEndpoint(scheme, health.paths()));
    return endpoints;
  }

  private Map<String, HealthChecks> checks() {
    return Map.of(
        "healthz",
        serverChecks().alive(),
        "livez",
        serverChecks().alive(),
        "readyz",
        serverChecks().ready());
  }

  private ServerChecks serverChecks() {
    return new ServerChecks(
        core.storage()::currentRevision, core.cache()::isReady, bootstrap::isDone, ending::check);
  }
}
