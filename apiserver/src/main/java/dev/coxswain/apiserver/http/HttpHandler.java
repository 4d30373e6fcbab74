package dev.coxswain.apiserver.http;

/// Answers requests in plain blocking style, but for those that need no waiting.
@FunctionalInterface
public interface HttpHandler {

  /// Runs on a virtual thread of its own; must answer the exchange.
  void handle(Exchange exchange) throws Exception;

  /// Takes an exchange that can be answered without making the thread wait that moves its bytes, on
  /// which this runs.
  ///
  /// @return whether the exchange was answered or will be by itself; otherwise [#handle] has to
  default boolean handleAtOnce(Exchange exchange) {
    return false;
  }
}
