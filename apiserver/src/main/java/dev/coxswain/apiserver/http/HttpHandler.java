package dev.coxswain.apiserver.http;

/// Answers requests, in plain blocking style.
@FunctionalInterface
public interface HttpHandler {

  /// Runs on a virtual thread of its own; must answer the exchange.
  void handle(Exchange exchange) throws Exception;
}
