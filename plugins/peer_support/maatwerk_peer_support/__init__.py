"""Students help students: tutor, mentor and buddy."""
