package dev.coxswain.kubectl.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TabWriterTest {
  @Test
  void columnsAreAsWideAsTheirNeighboursNeed() {
    var text = new TabWriter(2).line("Name:\tx").line("Namespace:\tdefault").line("plain");
    assertThat(text.render()).isEqualTo("Name:       x\nNamespace:  default\nplain\n");
  }

  @Test
  void aLineWithoutTheColumnEndsTheRun() {
    var text = new TabWriter(2).line("a:\t1").line("title").line("long name:\t2");
    assertThat(text.render()).isEqualTo("a:  1\ntitle\nlong name:  2\n");
  }

  @Test
  void aNestedColumnIsMeasuredWithinItsOwnRun() {
    var text = new TabWriter(1).line("a\tb\tc").line("aaa\tbbbb\tc").line("a\tx");
    assertThat(text.render()).isEqualTo("a   b    c\naaa bbbb c\na   x\n");
  }
}
