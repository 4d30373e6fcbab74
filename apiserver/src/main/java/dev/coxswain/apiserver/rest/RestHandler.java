package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.flow.RequestLimits;
import dev.coxswain.apiserver.http.Endpoint;
import dev.coxswain.apiserver.http.Exchange;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpHandler;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.http.HttpServer;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.loops.Deadlines.Deadline;
import dev.coxswain.apiserver.metrics.RequestMetrics;
import dev.coxswain.apiserver.proxy.Connection;
import dev.coxswain.apiserver.proxy.Connector;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.watch.WatchPump;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// Answers one HTTP request after the other: who, what, and in which form.
public final class RestHandler implements HttpHandler {
  /// Whoever asks may know whether the server is well.
  private static final Set<String> OPEN_PATHS = Set.of("/healthz", "/livez", "/readyz");

  /// Documents that only `GET` reads.
  private static final Pattern ROUTED = Pattern.compile("/(apis?(/.*)?|version/?)");

  private static final Set<String> STREAMED = Set.of("exec", "attach", "portforward");

  private final Identification identification;
  private final Authorizer authorizer;
  private final RequestPipeline pipeline;
  private final Connector connector;
  private final List<Endpoint> endpoints;
  private final Seats seats;
  private final RequestDeadlines deadlines;
  private final RequestMetrics metrics;
  private final Routes routes = new Routes(Scheme.kubernetes());
  private final Answers answers;
  private final Failures failures;
  private final QuickReads quick;
  private final InstantSource clock;

  /// @param endpoints for the paths that are no resources of the scheme, asked in this order
  public RestHandler(
      Authenticator authenticator,
      Authorizer authorizer,
      RequestPipeline pipeline,
      Connector connector,
      List<Endpoint> endpoints,
      StrategyRegistry strategies,
      RequestLimits limits,
      RequestDeadlines deadlines,
      RequestMetrics metrics,
      InstantSource clock) {
    this.identification = new Identification(authenticator, authorizer);
    this.authorizer = authorizer;
    this.pipeline = pipeline;
    this.connector = connector;
    this.endpoints = List.copyOf(endpoints);
    this.seats = new Seats(limits);
    this.deadlines = deadlines;
    this.metrics = metrics;
    this.answers = new Answers(new Tables(strategies, clock));
    this.failures = new Failures(answers);
    this.clock = clock;
    this.quick =
        new QuickReads(
            identification, pipeline, limits, deadlines, routes, answers, failures, clock);
  }

  /// What can't be answered at once after all, or is refused, takes its time in [#handle].
  @Override
  public boolean handleAtOnce(Exchange exchange) {
    var call = exchange.call();
    if (!call.method().equals("GET")) {
      return false;
    }
    var query = QueryParameters.parse(call.query());
    var path = RequestPath.of(call, query);
    try {
      return QuickReads.isMeant(path) && quick.handle(recorded(exchange, path), path, query);
    } catch (ApiException _) {
      return false;
    }
  }

  private RecordedExchange recorded(Exchange exchange, RequestPath path) {
    return new RecordedExchange(exchange, path, metrics, UUID.randomUUID().toString());
  }

  @Override
  public void handle(Exchange exchange) throws IOException, InterruptedException {
    var call = exchange.call();
    var query = QueryParameters.parse(call.query());
    var path = RequestPath.of(call, query);
    var recorded = recorded(exchange, path);
    try (var _ = deadline(recorded, path, query)) {
      answer(recorded, path, query);
    } catch (InterruptedException e) {
      if (!recorded.timedOut()) { // Otherwise the interruption has done its work.
        throw e;
      }
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      failures.tell(recorded, e);
    }
  }

  /// Ends the request when it has taken too long, unless it may take as long as the client likes.
  private Deadline deadline(RecordedExchange exchange, RequestPath path, QueryParameters query) {
    if (Seats.isLongRunning(path)) {
      return Deadline.NONE;
    }
    var asked = query.text("timeout");
    var thread = Thread.currentThread();
    return deadlines.start(
        asked,
        () -> {
          if (failures.timeOut(exchange)) {
            thread.interrupt();
          }
        });
  }

  private void answer(RecordedExchange exchange, RequestPath path, QueryParameters query)
      throws IOException, InterruptedException {
    var call = exchange.call();
    if (call.tooLarge()) {
      throw ApiException.of(
          new Refusal.RequestEntityTooLarge("limit is " + HttpServer.MAX_BODY_BYTES));
    }
    var user = identification.of(call);
    var place = seats.find(exchange, path, user);
    if (place.isEmpty()) {
      return;
    }
    try (var _ = place.get()) {
      if (path.isResource()) {
        answerResource(exchange, path, query, user);
      } else {
        exchange.reply(plain(call, path, user));
      }
    }
  }

  private HttpReply plain(HttpCall call, RequestPath path, UserInfo user) {
    if (!OPEN_PATHS.contains(path.path())) {
      authorizer.require(path.attributes(user));
    }
    for (var endpoint : endpoints) {
      var reply = endpoint.serve(call);
      if (reply.isPresent()) {
        if (!call.method().equals("GET") && ROUTED.matcher(path.path()).matches()) {
          throw ApiException.of(new Refusal.MethodNotAllowed());
        }
        return Compression.compress(call, reply.get());
      }
    }
    return notFound();
  }

  /// Where methods are routed one by one, as for resources, `HEAD` is none of them.
  private static boolean isHead(HttpCall call) {
    return call.method().equals("HEAD");
  }

  private static HttpReply notFound() {
    return HttpReply.text(404, "404 page not found\n");
  }

  private void answerResource(
      RecordedExchange exchange, RequestPath path, QueryParameters query, UserInfo user)
      throws IOException, InterruptedException {
    var call = exchange.call();
    ApiRequest request;
    Target target;
    Encoder encoder;
    try {
      var served = routes.target(path);
      if (served.isEmpty()) {
        exchange.reply(plain(call, path, user));
        return;
      }
      target = served.get();
      if (isHead(call) && !path.subresource().equals("proxy")) {
        throw ApiException.of(new Refusal.MethodNotAllowed());
      }
      if (Routes.connects(path)) {
        connect(exchange, target, path, query, user);
        return;
      }
      request = RequestReader.read(path, target, call, query);
      encoder = answers.encoder(call, query, streams(request));
    } catch (ApiException e) {
      authorizer.require(path.attributes(user)); // Strangers don't learn what is wrong.
      throw e;
    }
    exchange.warnings().addDeprecation(target);
    var context = context(exchange, user);
    switch (pipeline.handle(request, context)) {
      case ApiResponse.One one -> send(exchange, Answers.of(one, target, encoder));
      case ApiResponse.Done done -> send(exchange, Answers.of(done, encoder));
      case ApiResponse.Many many -> send(exchange, Answers.of(many, encoder));
      case ApiResponse.Stream stream -> watch(exchange, stream, encoder);
    }
  }

  private static boolean streams(ApiRequest request) {
    return request instanceof ApiRequest.ListObjects || request instanceof ApiRequest.Watch;
  }

  private RequestContext context(RecordedExchange exchange, UserInfo user) {
    var agent = exchange.call().header("user-agent").orElse("");
    return new RequestContext(user, agent, clock.instant(), exchange.warnings()::add);
  }

  private static void send(Exchange exchange, HttpReply reply) {
    exchange.reply(Compression.compress(exchange.call(), reply));
  }

  /// From here on the watch lives on the event loop of its connection.
  private void watch(Exchange exchange, ApiResponse.Stream answer, Encoder encoder)
      throws IOException {
    var events = answer.stream();
    try {
      var format = WatchFormat.of(answer.resource(), encoder);
      boolean messages = exchange.call().wantsWebSocket();
      var body =
          messages
              ? exchange.webSocket(!encoder.isProtobuf())
              : exchange.stream(HttpReply.of(200, format.contentType(), new byte[0]));
      var sink = new WatchBody(format, body, messages);
      var pump = new WatchPump(events, sink, exchange::proceed, deadlines.clockwork(), clock);
      body.onWritable(pump::wake);
      exchange.outliveHandler();
      exchange.onDisconnect(pump::close);
      pump.wake();
    } catch (IOException | RuntimeException e) {
      events.close();
      throw e;
    }
  }

  private void connect(
      RecordedExchange exchange,
      Target target,
      RequestPath path,
      QueryParameters query,
      UserInfo user)
      throws IOException, InterruptedException {
    authorizer.require(connection(path, user));
    var context = context(exchange, user);
    ConnectOptions.of(path, query)
        .ifPresent(options -> pipeline.admitConnection(target, options, context));
    connector.connect(
        new Connection(
            path.resource(), path.subresource(), path.namespace(), path.name(), path.rest(), query),
        exchange);
  }

  /// A WebSocket begins with a GET, but what goes through it does things.
  private static Attributes connection(RequestPath path, UserInfo user) {
    var verb = STREAMED.contains(path.subresource()) ? "create" : path.verb();
    return Attributes.of(
        user,
        verb,
        path.groupVersion().group(),
        path.groupVersion().version(),
        path.resource(),
        path.subresource(),
        path.namespace(),
        path.name());
  }
}
