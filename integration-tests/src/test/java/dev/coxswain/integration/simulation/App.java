package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.client.ApiClient;
import java.util.List;

/// One thing that users run, and what they want of it.
interface App {
  /// What they create for it, in this order.
  List<Message> objects();

  /// They want it otherwise.
  void change(ApiClient user, Chance chance);

  /// What is not as they want it yet.
  List<String> problems(Ledger ledger);
}
