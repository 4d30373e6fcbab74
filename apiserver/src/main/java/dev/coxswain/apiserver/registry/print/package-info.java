/// Words and figures of table cells: ages, selectors, lists of images.
package dev.coxswain.apiserver.registry.print;
