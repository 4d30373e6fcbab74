package dev.coxswain.kubectl.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// The terminal that we run in: raw while a remote process has it, as it was afterwards.
interface LocalTerminal extends AutoCloseable {
  /// A terminal's size in characters.
  record Size(int width, int height) {
    byte[] json() {
      return "{\"Width\":%d,\"Height\":%d}"
          .formatted(width, height)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /// What is typed or piped in.
  InputStream input();

  /// Tells the size now and whenever it changes.
  void onResize(Consumer<Size> listener);

  @Override
  void close() throws IOException;

  /// @param raw take every key as it comes; without a terminal there is nothing to change
  static LocalTerminal open(boolean raw) throws IOException {
    return raw && System.console().isTerminal() ? Raw.open() : new Pipe(System.in);
  }

  /// No terminal: what is read as it is.
  record Pipe(InputStream input) implements LocalTerminal {

    @Override
    public void onResize(Consumer<Size> listener) {}

    @Override
    public void close() {}
  }

  /// A real terminal in raw mode.
  record Raw(Terminal terminal, Attributes before) implements LocalTerminal {
    static Raw open() throws IOException {
      var terminal = TerminalBuilder.builder().system(true).build();
      return new Raw(terminal, terminal.enterRawMode());
    }

    @Override
    public InputStream input() {
      return terminal.input();
    }

    @Override
    public void onResize(Consumer<Size> listener) {
      tell(listener);
      terminal.handle(Terminal.Signal.WINCH, _ -> tell(listener));
    }

    private void tell(Consumer<Size> listener) {
      var size = terminal.getSize();
      listener.accept(new Size(size.getColumns(), size.getRows()));
    }

    @Override
    public void close() throws IOException {
      terminal.setAttributes(before);
      terminal.close();
    }
  }
}
