import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.*;
import org.semanticweb.owlapi.profiles.*;

/**
 * Judges one RDF file by the OWL API: a line "profile, logical violations, violations in annotations"
 * for each of OWL 2 DL, EL and RL, each followed by its logical violations. Annotations are counted
 * apart because a literal in them (a boolean, say) takes no part in any inference.
 */
public class Profiles {
    public static void main(String[] arguments) throws Exception {
        OWLOntology ontology =
            OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(arguments[0]));
        for (OWLProfile profile : new OWLProfile[] {new OWL2DLProfile(), new OWL2ELProfile(), new OWL2RLProfile()}) {
            int inAnnotations = 0;
            StringBuilder logical = new StringBuilder();
            int count = 0;
            for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations()) {
                // Without an axiom, a data range is that of an annotation of the ontology as a whole.
                boolean ofOntology =
                    violation.getAxiom() == null && violation.toString().startsWith("Use of data range");
                if (ofOntology || violation.getAxiom() instanceof OWLAnnotationAxiom) {
                    inAnnotations++;
                } else {
                    count++;
                    logical.append("  ").append(violation.toString().replace('\n', ' ')).append('\n');
                }
            }
            System.out.print(profile.getName() + "\t" + count + "\t" + inAnnotations + "\n" + logical);
        }
        System.out.println("logical axioms\t" + ontology.getLogicalAxiomCount());
    }
}
