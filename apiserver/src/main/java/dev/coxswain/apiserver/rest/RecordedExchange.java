package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.flow.Classification;
import dev.coxswain.apiserver.http.BodyStream;
import dev.coxswain.apiserver.http.Exchange;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.http.HttpReply.Header;
import dev.coxswain.apiserver.http.RawPipe;
import dev.coxswain.apiserver.metrics.RequestMetrics;
import dev.coxswain.apiserver.metrics.RequestMetrics.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// An exchange whose answer is counted, and carries what every answer of the API carries.
final class RecordedExchange implements Exchange {
  /// Who has begun to answer.
  private enum Begun {
    NOT,
    ANSWERED,
    LATE
  }

  private final Exchange exchange;
  private final RequestMetrics metrics;
  private final Subject subject;
  private final String auditId;
  private final Warnings warnings = new Warnings();
  private volatile Optional<Classification> classification = Optional.empty();
  private final long began = System.nanoTime();
  private final AtomicReference<Begun> begun = new AtomicReference<>(Begun.NOT);

  RecordedExchange(Exchange exchange, RequestPath path, RequestMetrics metrics, String auditId) {
    this.exchange = exchange;
    this.metrics = metrics;
    this.auditId = auditId;
    this.subject = subject(exchange.call(), path);
  }

  String auditId() {
    return auditId;
  }

  /// Whatever the answer will be, it carries them.
  Warnings warnings() {
    return warnings;
  }

  @Override
  public HttpCall call() {
    return exchange.call();
  }

  /// As what the request counts; every answer from now on says it.
  void classify(Classification sort) {
    classification = Optional.of(sort);
  }

  /// Answers in the place of whoever is still at it; false if somebody has answered already.
  boolean timeOut(HttpReply reply) {
    if (!begun.compareAndSet(Begun.NOT, Begun.LATE)) {
      return false;
    }
    metrics.terminated(subject, reply.code());
    send(reply);
    return true;
  }

  boolean timedOut() {
    return begun.get() == Begun.LATE;
  }

  /// Dropped when the request has timed out meanwhile.
  @Override
  public void reply(HttpReply reply) {
    if (begun.compareAndSet(Begun.NOT, Begun.ANSWERED) || begun.get() == Begun.ANSWERED) {
      send(reply);
    }
  }

  private void send(HttpReply reply) {
    metrics.count(subject, reply.code());
    metrics.time(subject, Duration.ofNanos(System.nanoTime() - began));
    if (subject.verb().equals("GET") || subject.verb().equals("LIST")) {
      metrics.size(subject, reply.body().length);
    }
    exchange.reply(common(reply));
  }

  @Override
  public BodyStream stream(HttpReply head) throws IOException {
    begin();
    metrics.count(subject, head.code());
    return counted(exchange.stream(common(head)));
  }

  @Override
  public BodyStream webSocket(boolean text) throws IOException {
    begin();
    metrics.count(subject, 101);
    return counted(exchange.webSocket(text));
  }

  private BodyStream counted(BodyStream body) {
    var open = metrics.openStreams(subject);
    open.incrementAndGet();
    return new BodyStream() {
      @Override
      public void write(byte[] bytes) throws IOException, InterruptedException {
        body.write(bytes);
      }

      @Override
      public void offer(byte[] bytes) {
        body.offer(bytes);
      }

      @Override
      public boolean isWritable() {
        return body.isWritable();
      }

      @Override
      public void onWritable(Runnable action) {
        body.onWritable(action);
      }

      @Override
      public boolean isOpen() {
        return body.isOpen();
      }

      @Override
      public void close() {
        open.decrementAndGet();
        body.close();
      }
    };
  }

  @Override
  public RawPipe upgrade(byte[] head) throws IOException {
    begin();
    metrics.count(subject, 101);
    return exchange.upgrade(head);
  }

  @Override
  public boolean answered() {
    return exchange.answered();
  }

  @Override
  public void proceed(Runnable action) {
    exchange.proceed(action);
  }

  @Override
  public void onDisconnect(Runnable action) {
    exchange.onDisconnect(action);
  }

  @Override
  public void outliveHandler() {
    exchange.outliveHandler();
  }

  /// @throws IOException if the request has timed out meanwhile
  private void begin() throws IOException {
    if (!begun.compareAndSet(Begun.NOT, Begun.ANSWERED)) {
      throw new IOException("the request has been answered");
    }
  }

  private HttpReply common(HttpReply reply) {
    var headers = new ArrayList<Header>();
    headers.add(new Header("Audit-Id", auditId));
    classification.ifPresent(sort -> {
      headers.add(new Header("X-Kubernetes-PF-FlowSchema-UID", sort.schemaUid()));
      headers.add(new Header("X-Kubernetes-PF-PriorityLevel-UID", sort.levelUid()));
    });
    if (reply.headers().stream().noneMatch(h -> h.name().equals("Cache-Control"))) {
      headers.add(new Header("Cache-Control", "no-cache, private"));
    }
    return warnings.addTo(reply.with(headers));
  }

  private static Subject subject(HttpCall call, RequestPath path) {
    if (!isKnown(path)) {
      return new Subject(known(call.method()), "", "", "", "", "", "");
    }
    var gv = path.groupVersion();
    return new Subject(
        verb(call, path),
        gv.group(),
        gv.version(),
        path.resource(),
        path.subresource(),
        !path.name().isEmpty() ? "resource" : path.namespace().isEmpty() ? "cluster" : "namespace",
        call.query().contains("dryRun=All") ? "All" : "");
  }

  /// Strangers must not make us count arbitrary words.
  private static boolean isKnown(RequestPath path) {
    var gv = path.groupVersion();
    return path.isResource()
        && Scheme.kubernetes()
            .resource(gv.group(), gv.version(), path.resource())
            .filter(resource ->
                path.subresource().isEmpty()
                    || resource.subresource(path.subresource()).isPresent())
            .isPresent();
  }

  private static String verb(HttpCall call, RequestPath path) {
    if (Routes.connects(path)) {
      return "CONNECT";
    }
    return switch (path.verb()) {
      case "list", "watch", "deletecollection" -> path.verb().toUpperCase(Locale.ROOT);
      case "patch" ->
          Forms.plain(call.header("content-type").orElse("")).contains("apply") ? "APPLY" : "PATCH";
      default -> known(call.method());
    };
  }

  private static String known(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" -> method;
      default -> "OTHER";
    };
  }
}
