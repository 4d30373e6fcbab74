/// The revisions of pod templates, as ControllerRevision objects.
package dev.coxswain.controllermanager.history;
